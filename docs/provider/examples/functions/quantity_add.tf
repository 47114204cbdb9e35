output "two_and_a_half_cores" {
  value = provider::hikube::quantity_add("1500m", "1")
}
