resource "hikube_platform" "this" {
  contact = "platform@example.com"
}
