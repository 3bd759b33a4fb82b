import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Round the whole page, once: the second tooltip in a row opens at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return <Radix.Provider delayDuration={300}>{children}</Radix.Provider>;
}

/** More about what it stands on, for pointer and keyboard. Never the only place of something needed. */
export function Tooltip({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={5}
          collisionPadding={8}
          className="z-[60] max-w-80 rounded-md bg-ink px-2 py-1 text-xs text-page shadow-pop"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
