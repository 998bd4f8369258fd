// Decode the first picture on the first page of each PDF as pdf.js does itself, not as a browser does it for pdf.js.
// Beside each file: <file>.rgb, three bytes a pixel.
import { readFile, writeFile } from "node:fs/promises";
import { getDocument, ImageKind, OPS, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

for (const path of process.argv.slice(2)) {
  const data = new Uint8Array(await readFile(path));
  const options = { data, verbosity: VerbosityLevel.ERRORS, isOffscreenCanvasSupported: false, isImageDecoderSupported: false };
  const task = getDocument(options);
  const page = await (await task.promise).getPage(1);
  const { fnArray, argsArray } = await page.getOperatorList();
  const [name] = argsArray[fnArray.indexOf(OPS.paintImageXObject)];
  const picture = await new Promise((done) => page.objs.get(name, done));
  if (picture.kind !== ImageKind.RGB_24BPP) throw new Error(`${path}: a picture of kind ${picture.kind}`);
  await writeFile(`${path}.rgb`, picture.data.subarray(0, picture.width * picture.height * 3));
  await task.destroy();
}
