import * as z from "zod";
import type { globalSettingsSchema, realServerSchema, virtualServerSchema } from "@piranha/lvs/config";

/*
 * A part's own schema is applied by the draft, not here: its refusal has a message for every field, which a refused input
 * of a procedure has not.
 */

const anObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

export const settingsInput = z.custom<z.input<typeof globalSettingsSchema>>(anObject, "Send an object");
export const virtualInput = z.custom<z.input<typeof virtualServerSchema>>(anObject, "Send an object");
export const serverInput = z.custom<z.input<typeof realServerSchema>>(anObject, "Send an object");

/** The id of a virtual or a real server: its name, with `#2` where it is the second of that name. */
export const idInput = z.string().min(1).max(300);
/** The hash of a part that was read. */
export const hashInput = z.string().max(64);
