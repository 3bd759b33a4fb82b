"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent, type ReactNode, type SubmitEvent } from "react";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/input";
import { serverNow, useNow } from "~/components/ui/now";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

/** Name and password. After too many wrong ones it counts the wait down and then lets one try again. */
export function SignInForm({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const now = useNow();
  const password = useRef<HTMLInputElement>(null);
  const [waitUntilMs, setWaitUntilMs] = useState(0);
  const [capsLock, setCapsLock] = useState(false);
  const signIn = useMutation(
    useTRPC().session.signIn.mutationOptions({
      onSuccess: onSignedIn,
      onError: ({ data }) => {
        const seconds = data?.refusal?.retryAfterSeconds;
        if (seconds !== undefined) setWaitUntilMs(serverNow() + seconds * 1_000);
        password.current?.select();
      },
    }),
  );
  const secondsLeft = Math.max(0, Math.ceil((waitUntilMs - now) / 1_000));
  const waited = waitUntilMs > 0 && secondsLeft === 0;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWaitUntilMs(0);
    signIn.mutate({ name: text(form.get("username")).trim(), password: text(form.get("password")) });
  };
  const look = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));

  return (
    <form onSubmit={submit} onKeyUp={look} className="grid gap-4">
      <Line label="Name">
        {(id) => (
          <Input
            id={id}
            name="username"
            defaultValue="piranha"
            autoComplete="username"
            autoCapitalize="none"
            required
            maxLength={64}
          />
        )}
      </Line>
      <Line label="Password">
        {(id) => (
          <Input
            id={id}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            maxLength={1_000}
            aria-invalid={signIn.error?.data?.code === "UNAUTHORIZED" || undefined}
          />
        )}
      </Line>
      {capsLock && <p className="-mt-2 text-sm text-warn">Caps Lock is on</p>}
      {signIn.error && !waited && <Refusal words={refusalWords(signIn.error)} secondsLeft={secondsLeft} />}
      <Button
        type="submit"
        look="primary"
        busy={signIn.isPending || signIn.isSuccess}
        disabled={secondsLeft > 0}
        className="mt-1 w-full"
      >
        {signIn.isPending || signIn.isSuccess ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

/** Heard once; the seconds only show. */
function Refusal({ words, secondsLeft }: { readonly words: string; readonly secondsLeft: number }) {
  return (
    <div className="text-sm text-down">
      <p role="alert" className="flex gap-1.5">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {secondsLeft > 0 ? "Too many wrong passwords. Wait, then try again." : words}
      </p>
      {secondsLeft > 0 && (
        <p role="timer" className="figure mt-1 pl-5.5 text-left">
          {clock(secondsLeft)}
        </p>
      )}
    </div>
  );
}

const clock = (seconds: number): string =>
  seconds < 60
    ? `${String(seconds)} s left`
    : `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")} min left`;

const text = (value: FormDataEntryValue | null): string => (typeof value === "string" ? value : "");
