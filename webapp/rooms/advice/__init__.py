"""The officer's side of consultations: the queue, a case, mails that came in, the sheet at the desk."""
