### What happened to the account that somebody else may have done.

alarm-answer = Compris
alarm-device-added = Un autre appareil a été ajouté à ton compte. Si ce n’était pas toi, quelqu’un a ta phrase de récupération : crée un nouveau compte et préviens tes contacts par un autre moyen.
alarm-devices-forked = On a montré à quelqu’un une autre liste de tes appareils que celle que connaît cet appareil ; quelqu’un a peut-être ta phrase de récupération. Si tu ne sais pas pourquoi, crée un nouveau compte et préviens tes contacts par un autre moyen.
alarm-device-removed = Cet appareil a été retiré de ton compte : il ne reçoit et n’envoie plus rien ; ce qui est ici reste lisible. Si ce n’était pas toi, quelqu’un a ta phrase de récupération : crée un nouveau compte et préviens tes contacts par un autre moyen.
alarm-device-cloned = Un autre de tes appareils a scellé deux messages avec la même clé : il a été rétabli depuis une sauvegarde, ou quelqu’un en a une copie.

# Told in passing.
notice-registered-again = Le serveur ne connaissait plus ton compte. Il y est de nouveau inscrit.
notice-old-prekeys = Cet appareil n’a pas renouvelé ses clés depuis plus d’un mois. Il est resté absent tout ce temps, ou le serveur te cache ses clés plus récentes.
notice-contact-cloned = Un appareil de { $name } a été rétabli depuis une sauvegarde, ou quelqu’un en a une copie.
notice-put-aside = Un message qui fermait Pulse sans cesse a été mis de côté sans être lu.
