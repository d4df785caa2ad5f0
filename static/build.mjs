// Builds static/build/: one stylesheet, one script and the typeface, from npm's packages.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const out = join(here, "build");
const typeface = join(packages, "@fontsource-variable", "source-sans-3");
const fonts = [
  "source-sans-3-latin-wght-normal.woff2",
  "source-sans-3-latin-ext-wght-normal.woff2",
];

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });

const { css } = compile(join(here, "site.scss"), {
  loadPaths: [packages],
  quietDeps: true,
  style: "compressed",
});
await writeFile(join(out, "site.css"), css);

await build({
  entryPoints: [join(here, "site.js")],
  outfile: join(out, "site.js"),
  nodePaths: [packages],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
});

for (const font of fonts) {
  await copyFile(join(typeface, "files", font), join(out, "fonts", font));
}
await copyFile(join(typeface, "LICENSE"), join(out, "fonts", "LICENSE"));
