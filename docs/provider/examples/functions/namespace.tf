output "namespace_of_shop" {
  value = provider::hikube::namespace("production", "shop")
}
