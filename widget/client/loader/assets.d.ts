// Sheets that the build gives as minified strings.
declare module "*.css?inline" {
  const sheet: string;
  export default sheet;
}
