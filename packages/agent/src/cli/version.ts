/** Of this agent; the console compares it. */
export const VERSION = "0.1.0";
