"use client";

import { DEFAULTS, type RealServer } from "@piranha/lvs/config";
import { blockIds } from "@piranha/lvs/lvs-cf";
import { Ellipsis, Pencil, Plus, Power, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { serverHref } from "~/components/shell/places";
import { useMayChange } from "~/components/shell/who";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { Confirm } from "~/components/ui/confirm";
import { EmptyState } from "~/components/ui/empty-state";
import { Menu, MenuItem, MenuLine } from "~/components/ui/menu";
import { ActiveMark } from "~/components/ui/active-mark";
import { StateMark } from "~/components/ui/state-mark";
import { Cell, Head, Row, Table, TableBox } from "~/components/ui/table";
import { WithVirtual, type VirtualPart } from "../virtual-part";
import { useServerChange } from "./use-server-change";

export function RealServers({ id }: { readonly id: string }) {
  return <WithVirtual id={id}>{(part) => <List id={id} part={part} />}</WithVirtual>;
}

function List({ id, part }: { readonly id: string; readonly part: VirtualPart }) {
  const mayChange = useMayChange();
  const { servers } = part.value;
  const ids = blockIds(servers);
  const add = (
    <Link href={serverHref(id, null)} className={buttonClass({ look: "primary" })}>
      <Plus aria-hidden />
      Add real server
    </Link>
  );
  if (servers.length === 0)
    return (
      <EmptyState title={`${id} has no real servers yet`} actions={mayChange && add}>
        A real server is a machine that does the work: connections to {id} are handed to those that answer their check.
      </EmptyState>
    );
  return (
    <>
      <TableBox className="mb-4">
        <Table>
          <thead>
            <tr>
              <Head>Name</Head>
              <Head>Address</Head>
              <Head figures className="max-md:hidden">
                Port
              </Head>
              <Head figures className="max-md:hidden">
                Weight
              </Head>
              <Head>Status</Head>
              <Head className="w-11">
                <span className="sr-only">Actions</span>
              </Head>
            </tr>
          </thead>
          <tbody>
            {servers.map((server, at) => (
              <Line key={ids[at]} id={id} serverId={ids[at] ?? server.name} server={server} part={part} />
            ))}
          </tbody>
        </Table>
      </TableBox>
      {mayChange && add}
    </>
  );
}

type LineProps = {
  readonly id: string;
  readonly serverId: string;
  readonly server: RealServer;
  readonly part: VirtualPart;
};

function Line({ id, serverId, server, part }: LineProps) {
  const mayChange = useMayChange();
  const { name, address, port, weight, active, drain, until } = server;
  const own = port !== undefined;
  return (
    <Row>
      <Cell>
        <Link href={serverHref(id, serverId)} className="font-medium hover:text-accent hover:underline">
          {name}
        </Link>
      </Cell>
      <Cell className="font-mono text-xs">
        {address ?? <span className="font-sans text-muted">none yet</span>}
        {own && <span className="md:hidden">:{port}</span>}
      </Cell>
      <Cell figures className="max-md:hidden">
        {port ?? <span className="text-muted">{part.value.port ?? DEFAULTS.service.port}</span>}
      </Cell>
      <Cell figures className="max-md:hidden">
        {weight ?? <span className="text-muted">{DEFAULTS.server.weight}</span>}
      </Cell>
      <Cell>
        {active && drain ? <StateMark state="draining" /> : <ActiveMark active={active ?? false} />}
        {until !== undefined && (
          <span className="text-muted"> until {until.replace("T", " ").replace("Z", " UTC")}</span>
        )}
      </Cell>
      <Cell className="px-1">
        {mayChange && <ServerMenu id={id} serverId={serverId} server={server} hash={part.hash} />}
      </Cell>
    </Row>
  );
}

type MenuProps = Omit<LineProps, "part"> & { readonly hash: string };

function ServerMenu({ id, serverId, server, hash }: MenuProps) {
  const [asks, setAsks] = useState(false);
  const { set, remove } = useServerChange(id);
  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" size="icon" aria-label={`Actions for ${server.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem asChild>
          <Link href={serverHref(id, serverId)}>
            <Pencil aria-hidden />
            Edit
          </Link>
        </MenuItem>
        <MenuItem onSelect={() => set({ serverId, hash, value: { ...server, active: !server.active } })}>
          <Power aria-hidden />
          {server.active ? "Deactivate in the draft" : "Activate in the draft"}
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => setAsks(true)}>
          <Trash2 aria-hidden />
          Delete…
        </MenuItem>
      </Menu>
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title={`Delete real server ${server.name} of ${id}?`}
        action={`Delete ${server.name}`}
        onConfirm={() => remove({ serverId, hash, server })}
      >
        {server.address ?? "It"} leaves the draft. It goes on serving until the draft is applied.
      </Confirm>
    </>
  );
}
