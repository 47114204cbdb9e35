locals {
  objects = provider::hikube::tenant_objects(
    { name = "paper", profile = "production", quota = { cpu = "4", memory = "8Gi", storage = "10Gi" } },
    file("cluster.json"),
  )
}

output "policies_of_paper" {
  value = [for object in local.objects : object.metadata.name if object.kind == "NetworkPolicy"]
}
