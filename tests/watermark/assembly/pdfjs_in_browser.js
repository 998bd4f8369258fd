// Decode the first picture on the first page of the PDF at `address` as pdf.js does where it is at home: with the browser's
// decoder, which it takes for JPEG unless told otherwise. Answers width, height and RGBA in base64.
async (address) => {
  const { getDocument, GlobalWorkerOptions, OPS } = await import("/pdfjs-dist/build/pdf.mjs");
  GlobalWorkerOptions.workerSrc = "/pdfjs-dist/build/pdf.worker.mjs";
  const task = getDocument({ url: address });
  const page = await (await task.promise).getPage(1);
  const { fnArray, argsArray } = await page.getOperatorList();
  const [name] = argsArray[fnArray.indexOf(OPS.paintImageXObject)];
  const { bitmap } = await new Promise((done) => page.objs.get(name, done));
  if (!(bitmap instanceof VideoFrame)) throw new Error("the browser's decoder was not used");
  const canvas = new OffscreenCanvas(bitmap.displayWidth, bitmap.displayHeight).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const { width, height, data } = canvas.getImageData(0, 0, bitmap.displayWidth, bitmap.displayHeight);
  await task.destroy();
  let bytes = "";
  for (let i = 0; i < data.length; i += width) bytes += String.fromCharCode(...data.subarray(i, i + width));
  return { width, height, rgba: btoa(bytes) };
}
