import { CLASSIC_CHECK_NAME, type Check } from "./check.ts";
import type { Report } from "./finding.ts";
import { inEffect } from "./validate-terms.ts";
import type { VirtualServer } from "./virtual-server.ts";

/** The rules for the check that the classic directives of a virtual server stand for. */
export function validateServiceCheck(virtual: VirtualServer, report: Report): void {
  const { active, checks = [], expect, port, protocol, send, sendProgram, useRegex } = virtual;
  const ownTest = send !== undefined || expect !== undefined || sendProgram !== undefined;
  if (checks.some(({ name }) => name === CLASSIC_CHECK_NAME)) {
    if (ownTest)
      report(
        "warning",
        "checks",
        `The check called ${CLASSIC_CHECK_NAME} replaces send, expect and send_program; remove those.`,
      );
    return;
  }
  if (sendProgram !== undefined) validateProgram(sendProgram, "sendProgram", active, report);
  validateTalk({ send, expect, useRegex }, active, report);
  if (checks.length > 0 && !ownTest) return;
  if (port === 0 && sendProgram === undefined)
    report(
      inEffect(active),
      "port",
      "Write a check block with a port too: port 0 stands for every port, so none is asked on.",
    );
  if (protocol === "udp" && send === undefined && sendProgram === undefined && active)
    report(
      "warning",
      "send",
      "Write send and expect: without a question, a UDP server never answers and counts as down.",
    );
}

/** The rules for one `check` block. */
export function validateCheck(check: Check, virtual: VirtualServer, report: Report): void {
  const { active } = virtual;
  switch (check.kind) {
    case "send_expect":
    case "udp":
      validateTalk(check, active, report);
      if (check.kind === "udp" && check.send === undefined)
        report("warning", "send", "Write send: without a question, a UDP server never answers and counts as down.");
      break;
    case "http":
    case "https":
      validateRegex(check.bodyRegex, "bodyRegex", active, report);
      break;
    case "dns":
      if (check.query === undefined)
        report(inEffect(active), "query", 'Write the name to ask for, such as query = "example.com".');
      break;
    case "program":
      if (check.program === undefined)
        report(inEffect(active), "program", 'Write the program to run, such as program = "check_tcp %h %p".');
      else validateProgram(check.program, "program", active, report);
      return;
    case "ping":
      return;
    case "tcp":
    case "smtp":
      break;
  }
  if (check.port === undefined && virtual.port === 0)
    report(inEffect(active), "port", "Write a port: the service has port 0, which stands for every port.");
}

type Talk = {
  readonly send?: string | undefined;
  readonly expect?: string | undefined;
  readonly useRegex?: boolean | undefined;
};

function validateTalk({ send, expect, useRegex }: Talk, active: boolean | undefined, report: Report): void {
  validateEscapes(send, "send", report);
  if (useRegex) validateRegex(expect, "expect", active, report);
  else validateEscapes(expect, "expect", report);
}

/** Anything else behind a backslash made the original's nanny loop for ever. */
function validateEscapes(text: string | undefined, field: string, report: Report): void {
  if (!text?.includes("\\")) return;
  for (const [escape] of text.matchAll(/\\(?:x[0-9a-fA-F]{2}|[^]?)/g)) {
    if (KNOWN_ESCAPE.test(escape)) continue;
    report(
      "warning",
      field,
      `${escape} is taken literally; write \\${escape}, or one of \\r \\n \\t \\\\ \\' \\" \\xHH.`,
    );
    return;
  }
}

function validateRegex(pattern: string | undefined, field: string, active: boolean | undefined, report: Report): void {
  if (pattern === undefined || compiles(pattern)) return;
  report(
    inEffect(active),
    field,
    "This is no regular expression; look for a bracket that is not closed, or write \\ before . * + ? ( [ {.",
  );
}

/** POSIX and JavaScript differ in corners that no operator of a load balancer goes to; what neither flag compiles is wrong. */
function compiles(pattern: string): boolean {
  return ["", "u"].some((flags) => {
    try {
      return new RegExp(pattern, flags).source !== "";
    } catch {
      return false;
    }
  });
}

function validateProgram(program: string, field: string, active: boolean | undefined, report: Report): void {
  const word = program.trim().split(/[ \t]+/)[0] ?? "";
  if (word === "") return report(inEffect(active), field, "Write the name of a program in /etc/piranha/scripts.");
  const name = word.slice(word.lastIndexOf("/") + 1);
  if (!word.includes("/") || word === SCRIPTS + name) return;
  report("warning", field, `Programs run only from ${SCRIPTS}: copy it to ${SCRIPTS}${name} and write ${name}.`);
}

const SCRIPTS = "/etc/piranha/scripts/";
const KNOWN_ESCAPE = /^\\(?:[\\rnt'"]|x[0-9a-fA-F]{2})$/;
