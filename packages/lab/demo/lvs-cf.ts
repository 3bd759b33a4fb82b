import { ARTICLE } from "../src/index.ts";

const server = (name: "number1" | "number2" | "number3") => `     server ${name} {
         address = ${ARTICLE[name]}
         active = 1
         weight = 1
     }
`;

/** lefty's lvs.cf: one virtual server over three real servers behind NAT, checked every two seconds. */
export const ARTICLE_LVS_CF = `serial_no = 1
primary = ${ARTICLE.lefty.public}
primary_private = ${ARTICLE.lefty.private}
service = lvs
backup_active = 0
backup = 0.0.0.0
heartbeat = 1
heartbeat_port = 539
keepalive = 6
deadtime = 18
network = nat
nat_router = ${ARTICLE.gateway} eth1:1
nat_nmask = 255.255.255.255
debug_level = NONE
virtual web {
     active = 1
     address = ${ARTICLE.vip} eth0:1
     vip_nmask = 255.255.255.255
     port = 80
     send = "GET / HTTP/1.0\\r\\n\\r\\n"
     expect = "HTTP"
     use_regex = 0
     load_monitor = none
     scheduler = rr
     protocol = tcp
     timeout = 2
     reentry = 4
     quiesce_server = 0
${(["number1", "number2", "number3"] as const).map(server).join("")}}
`;
