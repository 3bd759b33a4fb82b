import { describe, expect, it } from "vitest";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import { sha256Of } from "../../../src/server/draft/draft-document.ts";
import { refusal, TEXT, world } from "./world.ts";

const click = (text: string, server = "number2") =>
  text
    .replace(/serial_no = (\d+)/, (_, no: string) => `serial_no = ${Number(no) + 1}`)
    .replace(new RegExp(`(server ${server} \\{[^}]*active = )1`), "$10");

describe("the draft", () => {
  it("begins with what the serving router runs, and nothing differs", async () => {
    const { draft } = await world();
    expect(draft.summary()).toMatchObject({ changeCount: 0, base: { serialNo: 7 }, conflicts: [], lastEdit: null });
    expect(draft.virtuals.list().map(({ id, servers, change }) => [id, servers.total, change])).toEqual([
      ["web", 2, null],
      ["mail", 0, null],
    ]);
    expect((await draft.revisions.list()).entries).toMatchObject([{ kind: "outside", author: "lefty", serialNo: 7 }]);
  });

  it("begins empty where no router answers or nothing runs", async () => {
    const { draft, lefty, righty, settled } = await world(null);
    expect(draft.summary()).toMatchObject({ changeCount: 0, base: null });
    lefty.fallSilent();
    righty.fallSilent();
    await draft.virtuals.add({ value: { name: "dns", port: 53, servers: [] } }, "anna");
    lefty.runs(TEXT);
    lefty.speak();
    await settled();
    expect(draft.summary()).toMatchObject({ changeCount: 1, base: { serialNo: 7 } });
    expect(draft.virtuals.list().map(({ id, change }) => [id, change])).toEqual([
      ["dns", "added"],
      ["web", null],
      ["mail", null],
    ]);
  });

  it("counts changes in words, tells whose they are, and keeps them over a restart", async () => {
    const { draft, again } = await world();
    const web = draft.virtuals.get("web");
    const value = { ...web.value, scheduler: "rr" as const };
    const written = await draft.virtuals.set({ id: "web", hash: web.hash, value }, "anna");
    expect(written).toMatchObject({ id: "web", warnings: [{ field: "netmask" }] });
    expect(written.hash).not.toBe(web.hash);
    const later = await again();
    expect(later.virtuals.get("web").hash).toBe(written.hash);
    expect(later.summary()).toMatchObject({
      changes: [{ part: "virtual web", kind: "changed", text: "scheduler: not set → rr" }],
      lastEdit: { author: "anna" },
    });
    expect(later.feed()).toMatchObject({ changes: 1, conflicts: 0, lastEdit: { author: "anna" } });
    expect(later.virtuals.list()[0]).toMatchObject({ id: "web", scheduler: "rr", change: "changed" });
  });

  it("lets the second of two editors know, and overwrites nothing", async () => {
    const { draft } = await world();
    const { hash, value } = draft.virtuals.get("web");
    await draft.virtuals.set({ id: "web", hash, value: { ...value, floor: 30 } }, "anna");
    const refused = await refusal(draft.virtuals.set({ id: "web", hash, value: { ...value, floor: 60 } }, "piranha"));
    expect(refused).toMatchObject({ code: "CONFLICT", facts: { changedBy: { author: "anna" } } });
    expect(refused.message).toBe(
      "anna changed web just now. Your entries are kept in this form; load the newer ones to compare.",
    );
    expect(draft.virtuals.get("web").value.floor).toBe(30);
    expect((await refusal(draft.virtuals.remove({ id: "web", hash }, "piranha"))).code).toBe("CONFLICT");
    expect((await refusal(draft.virtuals.set({ id: "web", hash, value }, "anna"))).message).toMatch(
      /^You changed web just now, in another window/,
    );
  });

  it("refuses what is wrong field by field, and saves nothing of it", async () => {
    const { draft } = await world();
    const { hash, value } = draft.virtuals.get("web");
    const wrong = { ...value, port: 70_000, servers: [{ name: "a/b" }] };
    const refused = await refusal(draft.virtuals.set({ id: "web", hash, value: wrong }, "anna"));
    expect(refused).toMatchObject({ code: "BAD_REQUEST", facts: { fields: { port: "Enter a port, 0 to 65535" } } });
    expect(Object.keys(refused.facts.fields ?? {})).toEqual(["port", "servers.0.name"]);
    const homeless = { ...value };
    delete homeless.address;
    const without = await refusal(draft.virtuals.set({ id: "web", hash, value: homeless }, "anna"));
    expect(without.facts.fields).toHaveProperty("address");
    expect(draft.summary().changeCount).toBe(0);
    expect(
      (await refusal(draft.settings.set({ hash: draft.settings.get().hash, value: { keepaliveSeconds: 0 } }, "anna")))
        .facts.fields,
    ).toEqual({
      keepaliveSeconds: "Enter 0.05 seconds or more",
    });
  });

  it("says what a change spoils elsewhere of the form as a whole", async () => {
    const { draft } = await world();
    const value = { ...draft.virtuals.get("web").value, name: "web2", active: true };
    const refused = await refusal(draft.virtuals.add({ value, afterId: "web" }, "anna"));
    expect(refused.facts.fields).toEqual({
      address: "Write another address, port or protocol: web has the same three.",
    });
    const first = await refusal(draft.virtuals.setMany({ ids: ["mail", "nobody"], active: true }, "anna"));
    expect(first.code).toBe("NOT_FOUND");
  });

  it("has settings without the serial number, which belongs to applies", async () => {
    const { draft, lefty, settled } = await world();
    const { hash, value } = draft.settings.get();
    expect(value).not.toHaveProperty("serialNo");
    lefty.runs(click(TEXT));
    await settled();
    expect(draft.settings.get().hash).toBe(hash);
    await draft.settings.set({ hash, value: { ...value, keepaliveSeconds: 2, serialNo: 99 } }, "anna");
    expect(draft.summary().changes).toEqual([{ part: "global", kind: "changed", text: "keepalive: 6 → 2" }]);
  });

  it("adds, renames, duplicates, removes and switches virtual servers", async () => {
    const { draft } = await world();
    const { hash, value } = draft.virtuals.get("web");
    const renamed = await draft.virtuals.set({ id: "web", hash, value: { ...value, name: "shop" } }, "anna");
    expect(renamed.id).toBe("shop");
    expect(draft.summary().changes).toEqual([{ part: "virtual shop", kind: "changed", text: "renamed from web" }]);
    const copy = await draft.virtuals.duplicate({ id: "shop", name: "shop2" }, "anna");
    expect(draft.virtuals.get(copy.id)).toMatchObject({ index: 1, value: { active: false, servers: [{}, {}] } });
    expect((await refusal(draft.virtuals.duplicate({ id: "shop", name: "mail" }, "anna"))).facts.fields).toHaveProperty(
      "name",
    );
    await draft.virtuals.remove({ id: "shop2", hash: copy.hash }, "anna");
    expect(await draft.virtuals.setMany({ ids: ["shop", "mail"], active: false }, "anna")).toMatchObject({
      changed: 1,
    });
    await draft.virtuals.remove({ id: "mail", hash: draft.virtuals.get("mail").hash }, "anna");
    expect(draft.virtuals.list().map(({ id, change }) => [id, change])).toEqual([
      ["shop", "changed"],
      ["mail", "removed"],
    ]);
    const gone = await refusal(() => draft.virtuals.get("mail"));
    expect(gone.message).toBe(
      "There is no virtual server mail in the draft. It was removed or renamed by anna just now.",
    );
  });

  it("adds, changes and removes real servers in their virtual server", async () => {
    const { draft } = await world();
    const { hash } = draft.virtuals.get("web");
    const added = await draft.virtuals.setServer(
      { id: "web", serverId: null, hash, value: { name: "number3", address: "10.0.0.3" } },
      "anna",
    );
    expect(added.serverId).toBe("number3");
    const input = { id: "web", serverId: "number3", hash: added.hash };
    const wrong = await refusal(draft.virtuals.setServer({ ...input, value: { name: "number1", weight: -1 } }, "anna"));
    expect(wrong.facts.fields).toEqual({ weight: "Enter a weight, 0 to 65535" });
    const taken = await refusal(draft.virtuals.setServer({ ...input, value: { name: "number1" } }, "anna"));
    expect(taken.facts.fields).toHaveProperty("name");
    const changed = await draft.virtuals.setServer(
      { ...input, value: { name: "number3", address: "10.0.0.3", weight: 5 } },
      "anna",
    );
    expect(draft.summary().changes).toEqual([{ part: "server web/number3", kind: "added", text: "added: 10.0.0.3" }]);
    await draft.virtuals.removeServer({ id: "web", serverId: "number3", hash: changed.hash }, "anna");
    expect(draft.summary().changeCount).toBe(0);
  });

  it("is discarded as a whole, by whoever has seen all of it", async () => {
    const { draft } = await world();
    const { version } = draft.summary();
    await draft.virtuals.add({ value: { name: "dns", servers: [] } }, "anna");
    const refused = await refusal(draft.discard({ version }, "piranha"));
    expect(refused).toMatchObject({ code: "CONFLICT", facts: { changedBy: { author: "anna" } } });
    await draft.discard({ version: draft.summary().version }, "piranha");
    expect(draft.summary()).toMatchObject({ changeCount: 0, lastEdit: null });
  });
});

describe("the base", () => {
  it("follows a click, under the draft", async () => {
    const { draft, lefty, settled } = await world();
    const { hash, value } = draft.virtuals.get("mail");
    await draft.virtuals.set({ id: "mail", hash, value: { ...value, floor: 10 } }, "anna");
    const text = click(TEXT);
    draft.recordClick({
      author: "piranha",
      sha256: sha256Of(text),
      description: "deactivate web/number2",
    });
    lefty.runs(text);
    await settled();
    expect(draft.summary()).toMatchObject({ changeCount: 1, base: { serialNo: 8 }, conflicts: [] });
    expect(draft.virtuals.get("web").value.servers[1]?.active).toBe(false);
    expect((await draft.revisions.list()).entries[0]).toMatchObject({
      kind: "click",
      author: "piranha",
      note: "deactivate web/number2",
    });
    expect(draft.virtuals.get("web").lastEdit?.author).toBe("piranha");
  });

  it("says whose click it was, also when the router's word came first", async () => {
    const { draft, lefty, settled } = await world();
    const web = draft.virtuals.get("web");
    const servers = web.value.servers.map((server) => ({ ...server, active: true, weight: 4 }));
    await draft.virtuals.set({ id: "web", hash: web.hash, value: { ...web.value, servers } }, "anna");
    const text = click(TEXT).replace(/(number2[^}]*)weight = 1/, "$1weight = 9");
    lefty.runs(text);
    await settled();
    expect(draft.summary().conflicts[0]?.text).toMatch(
      /^number2 of web was deactivated and changed \(weight: 1 → 9\) by lefty at \d\d:\d\d; your draft sets weight of it$/,
    );
    const { sha256 } = draft.summary().base ?? { sha256: "" };
    draft.recordClick({ author: "piranha", sha256, description: "deactivate web/number2" });
    await settled();
    expect(draft.summary().conflicts).toMatchObject([{ author: "piranha", part: "server web/number2" }]);
    expect((await draft.revisions.list()).entries[0]).toMatchObject({ kind: "click", author: "piranha" });
    expect(draft.virtuals.get("web").value.servers[1]).toMatchObject({ active: false, weight: 4 });
    await draft.settle({ conflictId: draft.summary().conflicts[0]?.id ?? 0 }, "anna");
    expect(draft.summary().conflicts).toEqual([]);
  });

  it("says so when the draft removes what somebody else changed", async () => {
    const { draft, lefty, settled, again } = await world();
    await draft.virtuals.remove({ id: "web", hash: draft.virtuals.get("web").hash }, "anna");
    lefty.runs(click(TEXT));
    await settled();
    expect(draft.summary().conflicts[0]?.text).toMatch(
      /^web was changed by lefty at \d\d:\d\d; your draft removes it$/,
    );
    expect((await again()).summary()).toMatchObject({ changeCount: 1, conflicts: [{ part: "virtual web" }] });
  });

  it("becomes the draft when nothing was changed in it, or when what was changed has come true", async () => {
    const { draft, lefty, settled } = await world();
    const { hash, value } = draft.virtuals.get("web");
    const servers = value.servers.map((server, at) => (at === 1 ? { ...server, active: false } : server));
    await draft.virtuals.set({ id: "web", hash, value: { ...value, servers } }, "anna");
    lefty.runs(click(TEXT));
    await settled();
    expect(draft.summary()).toMatchObject({ changeCount: 0, lastEdit: null, conflicts: [] });
  });

  it("does not go back with a router that comes back from the dead with an old text", async () => {
    const { draft, lefty, righty, settled } = await world();
    await draft.virtuals.add({ value: { name: "dns", port: 53, servers: [] } }, "anna");
    lefty.fallSilent();
    righty.pulse("active");
    await settled();
    const { results } = await draft.review.apply({ draftVersion: draft.summary().version, note: "" }, "anna");
    expect(results.map(({ router, kind }) => `${router} ${kind}`)).toEqual(["lefty unreachable", "righty runs"]);
    righty.pulse("standby");
    lefty.speak();
    await settled();
    expect(draft.summary()).toMatchObject({ base: { serialNo: 8 }, changeCount: 0 });
    expect(draft.virtuals.list().map(({ id }) => id)).toContain("dns");
    // one apply more, with nothing in the draft, brings it along
    const brought = await draft.review.apply({ draftVersion: draft.summary().version, note: "" }, "anna");
    expect(brought).toMatchObject({ serialNo: 8, results: [{ kind: "runs" }, { kind: "runs" }] });
    expect(lefty.text()).toBe(righty.text());
    // but a change on it is news, also one to an earlier text
    lefty.runs(TEXT);
    await settled();
    expect(draft.summary()).toMatchObject({ base: { serialNo: 7 } });
  });

  it("keeps the texts, bounded, and tells how two differ", async () => {
    const { draft, lefty, settled } = await world();
    lefty.runs(click(TEXT));
    await settled();
    const { entries, next } = await draft.revisions.list();
    const [b, a] = entries;
    expect(next).toBeNull();
    const diff = await draft.revisions.compare({ a: a?.id ?? 0, b: b?.id ?? 0 });
    expect(diff.map(({ block, kind }) => [block, kind])).toEqual([
      ["global", "changed"],
      ["virtual web", "changed"],
    ]);
    expect(diff[1]?.lines.filter(({ kind }) => kind === "+" || kind === "-")).toEqual([
      { kind: "-", text: "         active = 1", oldLine: 19, newLine: null },
      { kind: "+", text: "         active = 0", oldLine: null, newLine: 19 },
    ]);
    expect((await refusal(draft.revisions.get(999))).code).toBe("NOT_FOUND");
  });
});

describe("import and restore", () => {
  const OTHER =
    "# from the old cluster\nserial_no = 3\n\nvirtual ftp { # files\n     address = 192.0.2.12 eth0:3\n     port = 21\n}\n";

  it("shows what a text would become, and takes nothing", async () => {
    const { draft } = await world();
    const preview = draft.imports.preview(OTHER);
    expect(preview).toMatchObject({
      installable: true,
      unread: [],
      counts: { virtualServers: 1, lines: 8 },
      virtuals: [{ id: "ftp", change: null }],
    });
    expect(preview.changes.map(({ kind, part }) => `${part} ${kind}`)).toContain("virtual web removed");
    const broken = draft.imports.preview(OTHER.replace("port = 21", "prot = 21"));
    expect(broken.unread).toEqual(["line 6 is not read: prot = 21", expect.stringContaining("1 comment lines")]);
    expect(broken).toMatchObject({ installable: false, problems: [{ line: 6, column: 6, severity: "error" }, {}] });
    expect(draft.summary().changeCount).toBe(0);
  });

  it("makes a text the draft, whose comments are there after the apply", async () => {
    const { draft, lefty, again } = await world();
    const { version } = await draft.imports.take({ text: OTHER, draftVersion: draft.summary().version }, "anna");
    expect((await refusal(draft.imports.take({ text: OTHER, draftVersion: version - 1 }, "anna"))).code).toBe(
      "CONFLICT",
    );
    expect((await refusal(draft.imports.take({ text: "\u0000PNG {{{", draftVersion: version }, "anna"))).code).toBe(
      "BAD_REQUEST",
    );
    const later = await again();
    await later.review.apply({ draftVersion: version, note: "moved house" }, "anna");
    expect(lefty.text()).toBe(OTHER.replace("serial_no = 3", "serial_no = 8"));
    expect((await later.revisions.list()).entries[0]).toMatchObject({
      kind: "import",
      note: "moved house · imported 1 virtual servers",
    });
  });

  it("makes an earlier text the draft, and nothing is applied by that", async () => {
    const { draft, lefty, settled } = await world();
    const [first] = (await draft.revisions.list()).entries;
    lefty.runs(
      TEXT.replace("serial_no = 7", "serial_no = 20")
        .replace("# what the shop sells\n", "")
        .replace("port = 25", "port = 26"),
    );
    await settled();
    const { note, version } = await draft.revisions.restore({ id: first?.id ?? 0 }, "anna");
    expect(note).toMatch(/^restored serial_no 7 of 2/);
    expect(draft.summary().changes).toEqual([{ part: "virtual mail", kind: "changed", text: "port: 26 → 25" }]);
    expect(parseLvsCf(lefty.text() ?? "").config.global.serialNo).toBe(20);
    await draft.review.apply({ draftVersion: version, note: "" }, "anna");
    expect(lefty.text()).toBe(TEXT.replace("serial_no = 7", "serial_no = 21"));
    expect((await draft.revisions.list()).entries[0]?.kind).toBe("restore");
  });
});
