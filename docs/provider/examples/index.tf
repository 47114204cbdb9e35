terraform {
  required_providers {
    hikube = {
      source = "hikube/hikube"
    }
  }
}

provider "hikube" {
  config_path    = "~/.kube/config"
  config_context = "production"
  cluster_facts  = file("cluster.json")
}
