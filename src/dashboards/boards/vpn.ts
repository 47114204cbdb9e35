import { ALL_UP, query, row, series, stat } from "../build/panels";
import { either, increase, max, min, of, rate, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const PEER = ["tenant", "pod", "public_key"];

/** VPNs: availability, clients, traffic and latency. */
export function vpn(): BoardSpec {
  return {
    group: "network",
    uid: "hikube-network-vpn",
    title: "Network / VPN",
    description: "VPNs: clients, traffic and latency, by exporters of WireGuard, OpenVPN and Outline beside the VPN.",
    rows: [clients(), transfers(), reach()],
  };
}

function clients(): RowSpec {
  const fresh = `time() - ${of("wireguard_latest_handshake_seconds")} < bool 180`;
  return row(
    "Clients",
    stat(
      ["Peers connected (WireGuard)", "Peers with a handshake within three minutes.", "count"],
      [query("connected", `sum(${fresh})`)],
    ),
    stat(
      ["Clients connected (OpenVPN)", "Clients of all servers.", "count"],
      [query("connected", sum([], of("openvpn_server_connected_clients")))],
    ),
    stat(
      ["Servers up (OpenVPN)", "1: every server writes its status.", "share"],
      [query("up", `min(${of("openvpn_up")})`)],
      { limits: [1, 1] },
    ),
    stat(
      ["Access keys in use (Outline)", "Keys that moved data within five minutes.", "count"],
      [
        query(
          "keys",
          `count(${sum(["tenant", "access_key"], increase("shadowsocks_data_bytes", "5m"))} > 0) or vector(0)`,
        ),
      ],
    ),
    series(
      ["Age of the last handshake (WireGuard)", "Above three minutes the peer is away.", "seconds"],
      [query("{{tenant}} {{public_key}}", top(max(PEER, `time() - ${of("wireguard_latest_handshake_seconds")}`)))],
      { limits: [180, 3600] },
    ),
    series(
      ["Clients over time (OpenVPN)", "Clients that are connected.", "count"],
      [query("{{tenant}} {{pod}}", sum(["tenant", "pod"], of("openvpn_server_connected_clients")))],
    ),
  );
}

function transfers(): RowSpec {
  const both = (wireguard: string, openvpn: string) => sum(["tenant"], either(rate(wireguard), rate(openvpn)));
  return row(
    "Traffic",
    series(
      ["Traffic by tenant", "Bytes through tunnels of WireGuard or OpenVPN.", "bytesPerSecond"],
      [
        query(
          "{{tenant}} received",
          both("wireguard_received_bytes_total", "openvpn_server_client_received_bytes_total"),
        ),
        query("{{tenant}} sent", both("wireguard_sent_bytes_total", "openvpn_server_client_sent_bytes_total")),
      ],
    ),
    series(
      ["Traffic by peer (WireGuard)", "Bytes from and to each peer.", "bytesPerSecond"],
      [
        query("{{public_key}} received", top(sum(PEER, rate("wireguard_received_bytes_total")))),
        query("{{public_key}} sent", top(sum(PEER, rate("wireguard_sent_bytes_total")))),
      ],
    ),
    series(
      ["Traffic (Outline)", "Bytes by direction: c client, p proxy, t target.", "bytesPerSecond"],
      [query("{{tenant}} {{dir}}", sum(["tenant", "dir"], rate("shadowsocks_data_bytes")))],
    ),
  );
}

/** Probes of what is behind a VPN speak ICMP or plain TCP; those of web sites stand with the applications. */
function reach(): RowSpec {
  const by = ["tenant", "instance"];
  const noWebSite = (metric: string) => `${of(metric)} unless on (${by.join(", ")}) ${of("probe_http_status_code")}`;
  return row(
    "Latency",
    series(
      ["Latency of probes", "Time of an ICMP or TCP probe of blackbox_exporter through the VPN, or to it.", "seconds"],
      [
        query(
          "{{tenant}} {{instance}}",
          either(
            max(by, of("probe_icmp_duration_seconds", 'phase="rtt"')),
            max(by, noWebSite("probe_duration_seconds")),
          ),
        ),
      ],
      { limits: [0.2, 1] },
    ),
    series(
      ["Probes that succeed", "1: what is behind the VPN answers.", "share"],
      [query("{{tenant}} {{instance}}", min(by, noWebSite("probe_success")))],
      { limits: ALL_UP },
    ),
  );
}
