// House rules for the browser code: who may import whom, how long a function is, and that text never becomes markup.

import nounsanitized from "eslint-plugin-no-unsanitized";
import tseslint from "typescript-eslint";

const FUNCTION_LINES = 40;
const FILE_LINES = 300;
const PARAMETERS = 6;

/** `folder` may import from itself, from `allowed`, and from packages. */
const imports = (folder, forbidden, sentence) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  rules: { "no-restricted-imports": ["error", { patterns: [{ group: forbidden, message: sentence }] }] },
});

export default tseslint.config(
  { ignores: ["var/", "node_modules/", ".venv/", "tests/widget/types/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.strict,
  nounsanitized.configs.recommended,
  {
    rules: {
      "eqeqeq": ["error", "always", { null: "ignore" }],
      "max-lines": ["error", FILE_LINES],
      "max-lines-per-function": ["error", FUNCTION_LINES],
      "max-params": ["error", PARAMETERS],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-console": "error",
      "prefer-const": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML"].map((property) => ({ property, message: "Make nodes: text must stay text." })),
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "Make nodes: text must stay text.",
        },
        {
          selector: "JSXAttribute[name.name='style'] > Literal",
          message: "The page's policy refuses style attributes: use a class.",
        },
      ],
    },
  },
  imports(
    "chat/client",
    ["**/widget/**", "**/panel/**", "preact", "preact/*", "@preact/*"],
    "chat/client is what both sides share: it knows neither of them, and no drawing library.",
  ),
  imports("widget/client", ["**/panel/**", "**/accounts/**"], "The widget imports chat/client and nothing else."),
  imports("panel/client", ["**/widget/**", "**/accounts/**"], "The panel imports chat/client and nothing else."),
  {
    files: ["tests/**", "**/*.test.{ts,tsx}"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  // The loader answers a site owner's mistake in the only place they look.
  { files: ["widget/client/loader/**", "widget/client/looks/**"], rules: { "no-console": ["error", { allow: ["info"] }] } },
  { files: ["*.mjs", "*.config.*"], rules: { "no-console": "off" } },
);
