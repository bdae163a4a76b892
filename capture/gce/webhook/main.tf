# One machine with a control plane of kubeadm whose API server writes its audit events.
terraform {
  required_version = ">= 1.3"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0"
    }
  }
}

variable "project" {
  description = "The project of Google Cloud that pays."
  type        = string
}

variable "zone" {
  type    = string
  default = "europe-west4-a"
}

variable "machine_type" {
  type    = string
  default = "e2-standard-2"
}

variable "kubernetes" {
  description = "The release of Kubernetes."
  type        = string
  default     = "1.34"
}

variable "allowed" {
  description = "Addresses that may reach the machine, such as [\"203.0.113.7/32\"]."
  type        = list(string)
  default     = []
}

locals {
  etc = {
    "audit-policy.yaml"     = file("${path.module}/etc/audit-policy.yaml")
    "apisnoop-webhook.yaml" = file("${path.module}/etc/apisnoop-webhook.yaml")
    "apisnoop-ca.crt"       = file("${path.module}/etc/apisnoop-ca.crt")
    "apisnoop-token"        = file("${path.module}/etc/apisnoop-token")
  }
}

provider "google" {
  project = var.project
  zone    = var.zone
}

resource "google_compute_network" "apisnoop" {
  name = "apisnoop"
}

resource "google_compute_firewall" "apisnoop" {
  count         = length(var.allowed) > 0 ? 1 : 0
  name          = "apisnoop"
  network       = google_compute_network.apisnoop.name
  source_ranges = var.allowed

  allow {
    protocol = "tcp"
    ports    = ["22", "6443"]
  }
}

resource "google_compute_instance" "apisnoop" {
  name         = "apisnoop"
  machine_type = var.machine_type

  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
      size  = 30
    }
  }

  network_interface {
    network = google_compute_network.apisnoop.name
    access_config {}
  }

  # The script that runs at the start finds the other texts as attributes of the machine.
  metadata = {
    startup-script = file("${path.module}/startup.sh")
    kubernetes     = var.kubernetes
    patch          = file("${path.module}/patches/kube-apiserver0+json.yaml")
    etc            = jsonencode(local.etc)
  }
}

output "address" {
  value = google_compute_instance.apisnoop.network_interface[0].access_config[0].nat_ip
}
