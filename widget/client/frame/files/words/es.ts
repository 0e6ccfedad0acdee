// Files' words in Spanish, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Cancel {name}": "Cancelar {name}",
  "Close": "Cerrar",
  "File": "Archivo",
  "Files": "Archivos",
  "Files to send": "Archivos para enviar",
  "Files with macros cannot be sent here": "Aquí no se pueden enviar archivos con macros",
  "Harmful: it was not passed on": "Dañino: no se ha entregado",
  "It did not arrive whole": "No ha llegado entero",
  "It is sent when the files are there": "Se envía cuando lleguen los archivos",
  "Next photo": "Foto siguiente",
  "Not saved: try again": "No guardado: inténtelo de nuevo",
  "Not taken: too big, or too many": "No se ha aceptado: demasiado grande o demasiados",
  "Photo": "Foto",
  "Photo: {name}": "Foto: {name}",
  "Previous photo": "Foto anterior",
  "Programs cannot be sent here": "Aquí no se pueden enviar programas",
  "Remove {name}": "Quitar {name}",
  "Save": "Guardar",
  "Send this picture as JPEG or PNG": "Envíe esta imagen como JPEG o PNG",
  "This kind of file cannot be sent here": "Aquí no se puede enviar este tipo de archivo",
  "This picture has too many pixels": "Esta imagen tiene demasiados píxeles",
  "This picture is broken": "Esta imagen está dañada",
  "Too big: {size} is the most": "Demasiado grande: como máximo {size}",
  "Waits for the connection": "Espera la conexión",
  "being checked": "comprobándose",
  "{kind}, {size}": "{kind}, {size}",
  "{n} of {all}": "{n} de {all}",
  "{sent} of {size}": "{sent} de {size}",
};
