import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  parseConnections,
  parseIpvsadmSave,
  parseProcIpvs,
  parseRates,
  parseStats,
  parseThresholds,
} from "../../src/ipvs/index.ts";

/** Outputs published by others; not part of the repository. */
const FOLDER = new URL("../../../../../shared/samples/ipvs/", import.meta.url);
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".txt")) : [];

const PARSERS = [parseConnections, parseStats, parseRates, parseThresholds, parseProcIpvs, parseIpvsadmSave];
const read = (name: string) => readFileSync(new URL(name, FOLDER), "utf8");
const rows = (text: string) =>
  text.split("\n").filter((line) => line.trim() !== "" && !/^(IP Virtual|Prot |\s*-> RemoteAddress)/.test(line)).length;

/** Rows of a sample that are read, and that are not: its services, its destinations, its unread lines. */
function counts(name: string): readonly [number, number, number] {
  const text = read(name);
  const parse = name.startsWith("proc_ip_vs__")
    ? parseProcIpvs
    : /stats/.test(name)
      ? parseStats
      : /rate/.test(name)
        ? parseRates
        : /thresholds/.test(name)
          ? parseThresholds
          : parseConnections;
  const { services, unread } = parse(text);
  const destinations = [...services.values()].reduce((sum, service) => sum + service.destinations.size, 0);
  return [services.size, destinations, unread.length];
}

/** Services, destinations, unread rows. */
const EXPECTED: Readonly<Record<string, readonly [number, number, number]>> = {
  "ipvsadm_L__fwm_decimal.txt": [1, 2, 0],
  "ipvsadm_L__yandex_k8s_v6_names_overflow_columns.txt": [1, 2, 11], // names
  "ipvsadm_Ln__clusterf_masq_remote_port_differs.txt": [1, 2, 0],
  "ipvsadm_Ln__dpvs_all_inhibited.txt": [3, 0, 12], // FullNat is DPVS
  "ipvsadm_Ln__dpvs_v6_fullnat_conn_timeout_inhibited.txt": [3, 0, 8],
  "ipvsadm_Ln__empty_table.txt": [0, 0, 0],
  "ipvsadm_Ln__gnl2go_tunnel_fwm_ipv6.txt": [2, 4, 0],
  "ipvsadm_Ln__ipvsctl_weight_zero.txt": [1, 2, 0],
  "ipvsadm_Ln__lvs_howto_1.0.2_weight_zero_route.txt": [1, 3, 0],
  "ipvsadm_Ln__malformed_weight_test_case.txt": [2, 1, 1], // weight Z!
  "ipvsadm_Ln__osg_v4_v6_route_persistent_600.txt": [10, 10, 0],
  "ipvsadm_Ln__portal1v1_persistent_1800_no_version_line.txt": [1, 3, 0],
  "ipvsadm_Ln__v4_vip_over_v6_tunnel_and_two_fwm_families.txt": [5, 12, 0],
  "ipvsadm_Ln_rate__lolbalancer.txt": [1, 3, 0],
  "ipvsadm_Ln_rate_exact__v6_single_service_no_version_line.txt": [1, 3, 0],
  "ipvsadm_Ln_stats__dr_no_outgoing.txt": [2, 3, 0],
  "ipvsadm_Ln_stats__lolbalancer.txt": [1, 2, 0],
  "ipvsadm_Ln_stats__server03.txt": [1, 2, 0],
  "ipvsadm_Ln_stats__zstack_tcp_udp.txt": [2, 4, 0],
  "ipvsadm_Ln_stats_exact__dpvs_counters_over_32bit.txt": [2, 4, 0],
  "ipvsadm_Ln_thresholds__zstack_tcp_udp.txt": [2, 3, 0],
  "ipvsadm_Lnc__single_established.txt": [0, 0, 3], // connections one by one
  "ipvsadm__lvs_howto_0.2.12_names_inactconn.txt": [0, 0, 5],
  "ipvsadm__lvs_howto_0.2.8_no_indent_arrow_persistent_port0.txt": [0, 0, 8],
  "ipvsadm_l_stats__truncated_hostname_k_m_suffix.txt": [1, 2, 1],
  "proc_ip_vs__fwm_hex_same_host_as_ipvsadm_L__fwm_decimal.txt": [1, 2, 0],
  "proc_ip_vs__lvs_metrics_large_dr.txt": [8, 53, 0],
  "proc_ip_vs__node_exporter_trailing_blanks.txt": [3, 8, 1], // a mark with tunnels only
  "proc_ip_vs__octavia_functional_udp_sh.txt": [1, 2, 0],
  "proc_ip_vs__octavia_udp_v4.txt": [1, 2, 0],
  "proc_ip_vs__octavia_udp_v6.txt": [1, 3, 0],
  "proc_ip_vs_conn__go_tool_comment.txt": [0, 0, 10],
  "proc_ip_vs_conn__k8s_no_pe_columns.txt": [0, 0, 6],
  "proc_ip_vs_stats__procfs.txt": [0, 0, 5],
};

const title = files.length === 0 ? ": skipped, the folder is not there" : "";

describe.skipIf(files.length === 0)(`samples from the field in ../shared/samples/ipvs${title}`, () => {
  it.each(files)("%s: every parser reads or reports every row", (name) => {
    const text = read(name);
    for (const parse of PARSERS) {
      const result = parse(text);
      const services = "services" in result ? result.services : result.table;
      const read = [...services.values()].reduce((sum, service) => sum + 1 + service.destinations.size, 0);
      if (parse === parseIpvsadmSave)
        expect(read + result.unread.length).toBe(text.split("\n").filter((l) => l.trim() !== "").length);
      // a mark whose family cannot be told is one note for all its rows
      else if (parse !== parseProcIpvs) expect(read + result.unread.length).toBe(rows(text));
    }
  });

  it.each(Object.entries(EXPECTED))("%s has %j services, destinations and unread rows", (name, expected) => {
    expect(counts(name)).toEqual(expected);
  });

  it.each(files.filter((name) => /_Sn_|sysconfig/.test(name)))("%s is read whole", (name) => {
    const { table, unread } = parseIpvsadmSave(read(name));
    expect([table.size, unread]).toEqual([2, []]);
  });
});
