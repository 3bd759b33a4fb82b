"use client";
import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuLine } from "~/components/ui/menu";
import type { ServerRow, ServiceRow } from "~/live/feed";
import { undoOf, useClick } from "./use-click";

const WeightDialog = dynamic(() => import("./weight-dialog").then((module) => module.WeightDialog), { ssr: false });

const SPANS = [
  [15, "15 min"],
  [60, "1 h"],
  [480, "8 h"],
] as const;

type Props = {
  readonly service: ServiceRow;
  readonly server: ServerRow;
  readonly disabled: boolean;
  readonly connections: number | undefined;
  readonly onStory: () => void;
};

/** Everything else one can do to a real server. */
export function ServerMenu({ service, server, disabled, onStory }: Props) {
  const { click } = useClick();
  const [weighing, setWeighing] = useState(false);
  const full = `${service.name}/${server.name}`;
  const target = { kind: "server" as const, virtual: service.name, server: server.name };
  const undo = undoOf(service.name, server);
  const untilIn = (minutes: number) => `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}Z`;
  return (
    <>
      <Menu
        trigger={
          <Button size="icon" look="quiet" aria-label={`More for ${full}`} disabled={disabled}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={onStory}>Story, graphs and probe…</MenuItem>
        <MenuItem onSelect={() => setWeighing(true)}>Weight…</MenuItem>
        <MenuLine />
        {server.admin !== "drain" && (
          <>
            <MenuItem
              onSelect={() =>
                click({ action: "drain", target }, { says: `${full} draining: no new connections`, undo })
              }
            >
              Drain
            </MenuItem>
            <MenuLabel>Drain, and come back after</MenuLabel>
            {SPANS.map(([minutes, words]) => (
              <MenuItem
                key={minutes}
                onSelect={() =>
                  click(
                    { action: "drain", target, until: untilIn(minutes) },
                    { says: `${full} draining for ${words}`, undo },
                  )
                }
              >
                {words}
              </MenuItem>
            ))}
          </>
        )}
        {server.admin === "drain" && (
          <MenuItem onSelect={() => click({ action: "deactivate", target }, { says: `${full} deactivated`, undo })}>
            Deactivate now, cutting what is left
          </MenuItem>
        )}
        {server.admin === "active" && (
          <>
            <MenuLabel>Deactivate for</MenuLabel>
            {SPANS.map(([minutes, words]) => (
              <MenuItem
                key={minutes}
                onSelect={() =>
                  click(
                    { action: "deactivate", target, until: untilIn(minutes) },
                    { says: `${full} deactivated for ${words}`, undo },
                  )
                }
              >
                {words}
              </MenuItem>
            ))}
          </>
        )}
        <MenuLine />
        <MenuLabel>Host {server.address}, in every service</MenuLabel>
        <MenuItem
          onSelect={() =>
            click(
              { action: "drain", target: { kind: "host", address: server.address } },
              {
                says: `${server.address} draining in every service`,
                undo: { action: "activate", target: { kind: "host", address: server.address } },
              },
            )
          }
        >
          Drain the host
        </MenuItem>
      </Menu>
      {weighing && <WeightDialog service={service} server={server} onClose={() => setWeighing(false)} />}
    </>
  );
}
