import * as z from "zod";
import type { ZodType } from "zod";
import {
  checkSchema,
  CHECK_KINDS,
  DEFAULTS,
  failoverServiceSchema,
  globalSettingsSchema,
  realServerSchema,
  virtualServerSchema,
  type CheckKind,
} from "../config/index.ts";
import type { Codec } from "./codec.ts";
import type { Directive, Level, Origin } from "./directive.ts";
import { CHECK_ROWS } from "./directives-check.ts";
import { GLOBAL_ROWS } from "./directives-global.ts";
import { SERVER_ROWS } from "./directives-server.ts";
import { SERVICE_ROWS } from "./directives-service.ts";
import { FAILOVER_ROWS, VIRTUAL_ROWS } from "./directives-virtual.ts";

/**
 * Every directive of every level, in the order it is written: as the original's GUI wrote it (lvs.cf "canonical form"), then
 * what that GUI lost, then what is new. Reader, writer, documentation and the console's help all come from here.
 */
export const DIRECTIVES: Readonly<Record<Level, readonly Directive[]>> = {
  global: directives(GLOBAL_ROWS, globalSettingsSchema.shape, DEFAULTS.global),
  failover: directives(
    ordered(
      [...SERVICE_ROWS, ...FAILOVER_ROWS],
      [
        ...["address", "vip_nmask", "active", "port", "timeout", "heartbeat", "send", "expect", "send_program"],
        ...["expect_program", "start_cmd", "stop_cmd"],
      ],
    ),
    failoverServiceSchema.shape,
    DEFAULTS.service,
  ),
  virtual: directives(
    ordered(
      [...SERVICE_ROWS, ...VIRTUAL_ROWS],
      [
        ...[
          "active",
          "address",
          "sorry_server",
          "vip_nmask",
          "fwmark",
          "port",
          "persistent",
          "pmask",
          "send",
          "expect",
        ],
        ...[
          "use_regex",
          "send_program",
          "expect_program",
          "load_monitor",
          "scheduler",
          "deadtime",
          "protocol",
          "timeout",
        ],
        ...["reentry", "quiesce_server"],
      ],
    ),
    virtualServerSchema.shape,
    DEFAULTS.service,
  ),
  server: directives(SERVER_ROWS, realServerSchema.shape, DEFAULTS.server),
  check: directives(CHECK_ROWS, checkShape(), DEFAULTS.check),
};

/** All levels, from the outside in. */
export const LEVELS: readonly Level[] = ["global", "virtual", "failover", "server", "check"];

/** The directive of that name on that level. */
export const directiveOf = (level: Level, key: string): Directive | undefined => BY_KEY[level].get(key);

/** The directive that holds a field of the configuration. */
export const directiveOfField = (level: Level, field: string): Directive | undefined => BY_FIELD[level].get(field);

/** The kinds of check that know a directive of `check` blocks. */
export const checkKindsOf = (field: string): readonly CheckKind[] =>
  CHECK_KINDS.filter((kind) => CHECK_FIELDS.get(kind)?.has(field) ?? false);

const CHECK_FIELDS: ReadonlyMap<CheckKind, ReadonlySet<string>> = new Map(
  checkSchema.options.map(({ shape }) => [shape.kind.value, new Set(Object.keys(shape))]),
);

const BY_KEY = index(({ key }) => key);
const BY_FIELD = index(({ field }) => field);

function index(by: (directive: Directive) => string): Readonly<Record<Level, ReadonlyMap<string, Directive>>> {
  const of = (level: Level) => new Map(DIRECTIVES[level].map((directive) => [by(directive), directive]));
  return {
    global: of("global"),
    virtual: of("virtual"),
    failover: of("failover"),
    server: of("server"),
    check: of("check"),
  };
}

type AnyRow = {
  readonly key: string;
  readonly field: string;
  readonly codec: Codec<never> | { readonly each: Codec<never> };
  readonly origin?: Origin;
  readonly default?: string;
  readonly unit?: string;
  readonly help: string;
  readonly source?: string;
};

type Shape = Readonly<Record<string, ZodType>>;

function directives(rows: readonly AnyRow[], shape: Shape, defaults: Readonly<Record<string, unknown>>): Directive[] {
  return rows.map((row) => {
    const list = "each" in row.codec ? required(shape[row.field]) : undefined;
    const codec = "each" in row.codec ? row.codec.each : row.codec;
    const schema = list instanceof z.ZodArray ? (list.element as ZodType) : required(shape[row.field]);
    const fallback = defaults[row.field];
    return {
      key: row.key,
      field: row.field,
      codec,
      schema,
      list,
      origin: row.origin ?? "classic",
      unit: row.unit ?? (codec.kind.endsWith("seconds") ? "seconds" : undefined),
      default: row.default ?? (fallback === undefined ? "none" : asWritten(codec, fallback)),
      help: row.help,
      source: row.source ?? "lvs.cf(5)",
    };
  });
}

/** A field's schema without its `optional`: the reader never has an undefined value to check. */
function required(schema: ZodType | undefined): ZodType {
  if (schema instanceof z.ZodOptional) return schema.unwrap() as ZodType;
  return schema ?? z.never();
}

// The rows' types let a codec only near the field it fits, and the defaults are typed like the fields.
function asWritten(codec: Codec<never>, value: unknown): string {
  return (codec.write as (value: unknown) => string)(value);
}

function ordered<R extends AnyRow>(rows: readonly R[], first: readonly string[]): R[] {
  const place = (row: R) => (first.includes(row.key) ? first.indexOf(row.key) : first.length);
  return rows.toSorted((a, b) => place(a) - place(b));
}

function checkShape(): Shape {
  const fields = checkSchema.options.flatMap((option): [string, ZodType][] => Object.entries(option.shape));
  return { ...Object.fromEntries(fields), kind: z.enum(CHECK_KINDS) };
}
