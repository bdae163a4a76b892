using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>A machine of Google Compute Engine, made by Terraform, with a control plane made by kubeadm.</summary>
/// <remarks>Source: Terraform's provider for Google; kubeadm's page on installing; containerd's on its configuration.</remarks>
internal static class GceSetup
{
    public static ClusterSetup Of(SetupRequest request)
    {
        var flags = AuditFlags.Of(request, KubeadmSetup.At, KubeadmSetup.Log);
        const string ssh = "gcloud compute ssh apisnoop --command";
        return new(
            "Google Compute Engine",
            [
                .. SetupFiles.Of(request, KubeadmSetup.At),
                KubeadmSetup.Patch(flags),
                new("main.tf", Terraform(request)),
                new("startup.sh", Startup()),
                Check(flags, $"{ssh} 'sudo cat /etc/kubernetes/manifests/kube-apiserver.yaml'"),
            ],
            Commands(
                request,
                $"cd {request.Folder} && terraform init && terraform apply -var project=PROJECT "
                    + "-var 'allowed=[\"ADDRESS/32\"]'",
                "sh check.sh   # after some minutes, as the machine sets itself up",
                $"{ssh} 'sudo cat {KubeadmSetup.Log}'"),
            [
                "The machine costs money until terraform destroy. Only the addresses in allowed may reach it, by ssh and at the "
                    + "API server's port: give your own.",
                "The pod network is not installed: choose one, or take the cluster as it is for clients outside of it.",
            ],
            "terraform destroy");
    }

    static string Terraform(SetupRequest request)
    {
        var files = SetupFiles.Of(request, KubeadmSetup.At).Select(f => f.Path[(Etc.Length + 1)..]).ToList();
        if (request.Webhook is not null && request.Kubeconfig is null) files.AddRange([CaName, TokenName]);
        var width = files.Max(f => f.Length) + 2;
        return $$"""
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
            {{Lines(files.Select(f => $"    {($"\"{f}\"").PadRight(width)} = file(\"${{path.module}}/{Etc}/{f}\")"))}}
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

            """;
    }

    static string Startup() => $$"""
        #!/bin/sh
        # Runs on the machine at each start: installs containerd and kubeadm, and makes the control plane once.
        set -eu
        if [ -f /etc/kubernetes/admin.conf ]; then exit 0; fi
        attribute() {
          curl -fsS -H "Metadata-Flavor: Google" "http://metadata.google.internal/computeMetadata/v1/instance/attributes/$1"
        }

        release=$(attribute kubernetes)
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q
        apt-get install -y -q containerd curl gpg jq
        keys=/etc/apt/keyrings
        packages="https://pkgs.k8s.io/core:/stable:/v$release/deb"
        mkdir -p "$keys"
        curl -fsSL "$packages/Release.key" | gpg --batch --yes --dearmor -o "$keys/kubernetes.gpg"
        echo "deb [signed-by=$keys/kubernetes.gpg] $packages/ /" > /etc/apt/sources.list.d/kubernetes.list
        apt-get update -q
        apt-get install -y -q kubelet kubeadm kubectl
        apt-mark hold kubelet kubeadm kubectl

        mkdir -p /etc/containerd
        containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/' > /etc/containerd/config.toml
        systemctl restart containerd
        modprobe br_netfilter
        printf 'net.ipv4.ip_forward=1\nnet.bridge.bridge-nf-call-iptables=1\n' > /etc/sysctl.d/kubernetes.conf
        sysctl --system >/dev/null

        mkdir -p {{KubeadmSetup.At}} /etc/kubernetes/patches
        attribute patch > /etc/kubernetes/patches/kube-apiserver0+json.yaml
        attribute etc > /run/apisnoop-etc.json
        for file in $(jq -r 'keys[]' /run/apisnoop-etc.json); do
          jq -r --arg file "$file" '.[$file]' /run/apisnoop-etc.json > "{{KubeadmSetup.At}}/$file"
          chmod 600 "{{KubeadmSetup.At}}/$file"
        done
        rm -f /run/apisnoop-etc.json
        kubeadm init --patches /etc/kubernetes/patches
        KUBECONFIG=/etc/kubernetes/admin.conf kubectl taint nodes --all node-role.kubernetes.io/control-plane- || true

        """;
}
