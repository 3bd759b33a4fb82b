import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { buttonClass, type ButtonLook } from "./button-class";

type Props = ComponentProps<"button"> &
  ButtonLook & {
    /** Lends its look to the element inside, such as a link. */
    readonly asChild?: boolean;
    /** Cannot be pressed again yet; the words should say what is being done. */
    readonly busy?: boolean;
  };

/** One press, one thing done. Its text is a verb: "Apply", "Add real server". */
export function Button({ look, size, asChild = false, busy = false, className, type, ...props }: Props) {
  const shared = { className: buttonClass({ look, size }, className), "aria-busy": busy || undefined };
  if (asChild) return <Slot.Root {...shared} {...props} />;
  return <button type={type ?? "button"} {...shared} {...props} disabled={busy || props.disabled} />;
}
