import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  readonly trigger: ReactNode;
  readonly align?: "start" | "end";
  readonly defaultOpen?: boolean;
  readonly children: ReactNode;
  readonly className?: string;
};

/** Actions behind a button. */
export function Menu({ trigger, align = "end", defaultOpen = false, children, className }: Props) {
  return (
    <DropdownMenu.Root defaultOpen={defaultOpen}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-50 max-h-[80dvh] min-w-44 overflow-y-auto rounded-lg border bg-raised p-1 shadow-pop data-[state=open]:animate-arrive",
            className,
          )}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const ITEM =
  "flex min-h-8 items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-highlighted:bg-accent-soft " +
  "data-disabled:opacity-55 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:text-muted";

export function MenuItem({
  danger = false,
  className,
  ...props
}: ComponentProps<typeof DropdownMenu.Item> & { readonly danger?: boolean }) {
  return <DropdownMenu.Item {...props} className={cn(ITEM, danger && "text-down [&_svg]:text-down", className)} />;
}

/** One of some: inside a {@link MenuChoices}. */
export function MenuChoice({ children, className, ...props }: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem {...props} className={cn(ITEM, className)}>
      {children}
      <DropdownMenu.ItemIndicator className="ml-auto">
        <Check aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}
export const MenuChoices = DropdownMenu.RadioGroup;

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-2 pb-1 text-xs text-muted">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
