import type { IpvsTable, ServiceKey } from "@piranha/lvs/ipvs";

/**
 * Keeps the present servers of a service that would be left with none only because its new ones have not been asked yet: a
 * change of every address or port takes nobody's service away. They go with the first verdict.
 *
 * @param unasked services with such servers.
 */
export function heldOver(
  desired: IpvsTable,
  actual: IpvsTable | undefined,
  unasked: ReadonlySet<ServiceKey>,
): IpvsTable {
  if (!actual || unasked.size === 0) return desired;
  return new Map(
    [...desired].map(([key, service]) => {
      const present = actual.get(key)?.destinations;
      if (!present || !unasked.has(key) || serves(service.destinations)) return [key, service];
      return [key, { ...service, destinations: new Map([...present, ...service.destinations]) }];
    }),
  );
}

const serves = (destinations: ReadonlyMap<unknown, { readonly weight: number }>) =>
  [...destinations.values()].some(({ weight }) => weight > 0);
