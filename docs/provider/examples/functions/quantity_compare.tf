output "are_equal" {
  value = provider::hikube::quantity_compare("1000m", "1") == 0
}
