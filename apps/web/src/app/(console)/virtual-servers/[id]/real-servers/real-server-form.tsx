"use client";

import { realServerSchema, type RealServer, type VirtualServer } from "@piranha/lvs/config";
import { blockIds } from "@piranha/lvs/lvs-cf";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useWatch } from "react-hook-form";
import { DirectiveField } from "~/components/forms/directive-field";
import { KeptLines } from "~/components/forms/kept-lines";
import { leaveQuietly } from "~/components/forms/leave-guard";
import { NameField } from "~/components/forms/name-field";
import { PartFormFrame } from "~/components/forms/part-form-frame";
import { usePartForm, type Part } from "~/components/forms/use-part-form";
import { virtualHref } from "~/components/shell/places";
import { Banner } from "~/components/ui/banner";
import { Card, CardBody } from "~/components/ui/card";
import { Disclosure } from "~/components/ui/disclosure";
import { FieldSet } from "~/components/ui/field";
import { Switch } from "~/components/ui/switch";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { NETWORK_CHOICES } from "../virtual-fields";
import { WithVirtual, type VirtualPart } from "../virtual-part";
import { ADVANCED, KEPT, LABELS, SPECS, TUNNEL_CHOICES } from "./real-server-fields";

type Which = { readonly id: string; /** Null: a new one. */ readonly serverId: string | null };

export function RealServerPart({ id, serverId }: Which) {
  return (
    <WithVirtual id={id}>
      {(virtual) => {
        const part = serverPart(virtual, serverId);
        if (!part)
          return (
            <Banner tone="warning" title={`${id} has no real server ${serverId ?? ""} any more`}>
              It was renamed or deleted. <Link href={virtualHref(id, "real-servers")}>All real servers of {id}</Link>
            </Banner>
          );
        return <RealServerForm id={id} serverId={serverId} part={part} virtual={virtual.value} />;
      }}
    </WithVirtual>
  );
}

type FormProps = Which & { readonly part: Part<RealServer>; readonly virtual: VirtualServer };

function RealServerForm({ id, serverId, part, virtual }: FormProps) {
  const form = useServerForm({ id, serverId, part });
  const active = useWatch({ control: form.form.control, name: "active" });
  const advanced = ADVANCED.filter((field) => part.value[field] !== undefined).length;
  const port = virtual.port === undefined ? undefined : String(virtual.port);
  return (
    <>
      <h2 className="mb-4 text-lg font-semibold">{serverId ?? "New real server"}</h2>
      <PartFormFrame form={form} what={serverId ?? "the new real server"}>
        <Card>
          <CardBody>
            <label className="mb-4 flex items-center gap-3 font-semibold">
              <Switch {...form.form.register("active")} id="active" />
              Status: {active ? "active" : "inactive"}
            </label>
            <FieldSet title="Real server">
              <NameField block="server" help="What you call it; only people see it." />
              <DirectiveField field="address" placeholder="10.11.12.1" />
              <DirectiveField
                field="port"
                placeholder={port ?? "80"}
                more="Leave blank to default to the virtual server's application port."
              />
              <DirectiveField field="weight" />
            </FieldSet>
            <Disclosure
              title="Advanced"
              note={advanced > 0 ? `${String(advanced)} set` : undefined}
              open={advanced > 0}
            >
              <DirectiveField field="network" choices={NETWORK_CHOICES} />
              <DirectiveField field="drain" />
              <DirectiveField field="until" placeholder="2026-11-22T14:00:00Z" />
              <DirectiveField field="upperThreshold" />
              <DirectiveField field="lowerThreshold" />
              <DirectiveField field="tunnelType" choices={TUNNEL_CHOICES} />
              <DirectiveField field="tunnelPort" />
              <KeptLines level="server" part={part.value} fields={KEPT} />
            </Disclosure>
          </CardBody>
        </Card>
      </PartFormFrame>
    </>
  );
}

function useServerForm({ id, serverId, part }: Omit<FormProps, "virtual">) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const { mutateAsync } = useMutation(trpc.virtuals.setServer.mutationOptions());
  const load = async (which: string | null) => {
    const virtual = await client.query({ ...trpc.virtuals.get.queryOptions({ id }), staleTime: 0 });
    const now = serverPart(virtual, which);
    if (!now) throw new Error(`${which ?? "It"} is not in ${id} any more`);
    return now;
  };
  return usePartForm({
    part,
    level: "server",
    specs: SPECS,
    labels: LABELS,
    schema: realServerSchema,
    load: () => load(serverId),
    save: async ({ hash, value }) => {
      const written = await mutateAsync({ id, serverId, hash, value });
      toast.success(serverId === null ? `${value.name} added to the draft` : "Saved to the draft");
      void client.invalidateQueries(trpc.virtuals.list.pathFilter());
      if (serverId !== written.serverId) leaveQuietly(() => router.replace(virtualHref(id, "real-servers")));
      const saved = await load(written.serverId);
      return { part: saved, warnings: written.warnings };
    },
  });
}

/** One real server as a part of its own; its hash is that of the whole virtual server. Undefined when there is none. */
function serverPart({ value, hash, lastEdit }: VirtualPart, serverId: string | null): Part<RealServer> | undefined {
  if (serverId === null) return { value: newServer(value), hash, lastEdit };
  const server = value.servers[blockIds(value.servers).indexOf(serverId)];
  return server && { value: server, hash, lastEdit };
}

/** Named by the next number, as the original's guides do. It serves once it is applied. */
function newServer({ servers }: VirtualServer): RealServer {
  const names = new Set<string>(servers.map(({ name }) => name));
  let number = servers.length + 1;
  while (names.has(`number${String(number)}`)) number++;
  return realServerSchema.parse({ name: `number${String(number)}`, active: true });
}
