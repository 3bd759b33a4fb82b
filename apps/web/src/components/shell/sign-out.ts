import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { toast } from "../ui/toast";

/** Logs out, and forgets everything this page knows by loading a new one. */
export function useSignOut(): () => void {
  const { mutate } = useMutation(
    useTRPC().session.signOut.mutationOptions({
      onSuccess: () => window.location.assign("/sign-in"),
      onError: (error) => toast.error(refusalWords(error)),
    }),
  );
  return () => mutate();
}
