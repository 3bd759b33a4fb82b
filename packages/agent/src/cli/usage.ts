/** What `piranha-agent help` prints. */
export const USAGE = `piranha-agent: heartbeat, routing table and service monitors of one LVS router

  run      [--config FILE] [--socket PATH] [--state-dir DIR] [--role auto|primary|backup] [--ipvs ipvsadm|memory]
  check    FILE                 every problem as FILE:LINE:COLUMN; exit 1 with errors, 2 when unreadable
  format   FILE                 the text as lvs.cf is written canonically
  plan     [FILE] [--json]      the ipvsadm, ip and sysctl commands that would run; changes nothing
  install  FILE|- [--base SHA256] [--adopt]     check, write, reload; prints serial_no and sha256 of what runs
  reload | rollback | history
  status | table | events [--follow] [--json]
  start | stop [--flush]
  activate | deactivate | drain  VIRTUAL[/SERVER] | --host ADDRESS [--until TIME]
  weight   VIRTUAL/SERVER VALUE
  probe    VIRTUAL/SERVER       one check now, with its transcript
  keygen | doctor | confirm | takeover | release     not in this version yet
  connect                       joins standard input and output to the agent's socket

Every command but run, check and format takes --socket PATH (default /run/piranha/agent.sock).
Exit codes: 0 done, 1 refused, 2 usage or unreadable, 3 agent not reachable.
`;

/** Commands that belong to later versions: they say so instead of doing half. */
export const LATER: Readonly<Record<string, string>> = {
  keygen: "the election between two routers",
  takeover: "the election between two routers",
  release: "the election between two routers",
  confirm: "install --confirm-within",
  doctor: "the diagnosis of a router",
};
