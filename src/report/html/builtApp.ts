import type { Bundle } from "./bundle.ts";

/** The page's own code where it was built together with the program, as by `npm run build`; null in the sources. */
export const BUILT_APP: Bundle | null = null;
