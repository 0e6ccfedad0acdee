// Files' words in Portuguese, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Cancel {name}": "Cancelar {name}",
  "Close": "Fechar",
  "File": "Ficheiro",
  "Files": "Ficheiros",
  "Files to send": "Ficheiros a enviar",
  "Files with macros cannot be sent here": "Não é possível enviar aqui ficheiros com macros",
  "Harmful: it was not passed on": "Perigoso: não foi entregue",
  "It did not arrive whole": "Não chegou inteiro",
  "It is sent when the files are there": "É enviado quando os ficheiros chegarem",
  "Next photo": "Foto seguinte",
  "Not saved: try again": "Não guardado: tente de novo",
  "Not taken: too big, or too many": "Não aceite: demasiado grande ou demasiados",
  "Photo": "Foto",
  "Photo: {name}": "Foto: {name}",
  "Previous photo": "Foto anterior",
  "Programs cannot be sent here": "Não é possível enviar programas aqui",
  "Remove {name}": "Remover {name}",
  "Save": "Guardar",
  "Send this picture as JPEG or PNG": "Envie esta imagem em JPEG ou PNG",
  "This kind of file cannot be sent here": "Não é possível enviar aqui este tipo de ficheiro",
  "This picture has too many pixels": "Esta imagem tem pixels a mais",
  "This picture is broken": "Esta imagem está danificada",
  "Too big: {size} is the most": "Demasiado grande: no máximo {size}",
  "Waits for the connection": "À espera da ligação",
  "being checked": "a ser verificado",
  "{kind}, {size}": "{kind}, {size}",
  "{n} of {all}": "{n} de {all}",
  "{sent} of {size}": "{sent} de {size}",
};
