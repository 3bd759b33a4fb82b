import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { lines } from "../src/lines.ts";

describe("the lines of a lab", () => {
  it("are as many as there are, and can be had again once released", () => {
    const { take } = lines([new PassThrough(), new PassThrough()]);
    const [first, second] = [take(), take()];
    expect([first.number, second.number]).toEqual([0, 1]);
    expect(take).toThrow("All 2 lines of the lab are taken");
    first.release();
    expect(take().number).toBe(0);
  });

  it("bring what they bring to whoever has them, and drop the rest", async () => {
    const { take } = lines([new PassThrough()]); // What is written on it, it brings.
    const heard: string[] = [];
    const line = take();
    line.onBytes((bytes) => heard.push(bytes.toString()));
    line.write(Buffer.from("mine"));
    await expect.poll(() => heard).toEqual(["mine"]);
    line.release();
    line.write(Buffer.from("nobody's"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toEqual(["mine"]);
  });
});
