export { beyondOriginal, type BeyondOriginal } from "./beyond-original.ts";
export type { Directive, Level, Origin } from "./directive.ts";
export { checkKindsOf, directiveOf, directiveOfField, DIRECTIVES, LEVELS } from "./directives.ts";
export { editLvsCf, type Edit, type Edited } from "./edit.ts";
export { parseLvsCf, type Parsed } from "./parse.ts";
export type { Problem } from "./problem.ts";
export { renderReference } from "./reference.ts";
export { renderDirective, renderLvsCf } from "./render.ts";
