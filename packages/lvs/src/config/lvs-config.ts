import * as z from "zod";
import { globalSettingsSchema } from "./global-settings.ts";
import { failoverServiceSchema, virtualServerSchema } from "./virtual-server.ts";

/**
 * A whole lvs.cf, as written: a field that the file does not set is absent here, so rendering it gives the file back.
 * What a router does is decided on {@link effectiveConfig}, where every default is filled in.
 */
export const lvsConfigSchema = z.strictObject({
  global: globalSettingsSchema,
  failoverServices: z.array(failoverServiceSchema),
  virtualServers: z.array(virtualServerSchema),
});
export type LvsConfig = z.infer<typeof lvsConfigSchema>;

/** An lvs.cf without a line in it. */
export const EMPTY_CONFIG: LvsConfig = { global: {}, failoverServices: [], virtualServers: [] };
