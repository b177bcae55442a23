### What happened to the account that somebody else may have done.

alarm-answer = Compris
alarm-device-added = Un autre appareil a été ajouté à ton compte. Si ce n’était pas toi, quelqu’un a ta phrase de récupération : crée un nouveau compte et préviens tes contacts par un autre moyen.
alarm-devices-forked = On a montré à quelqu’un une autre liste de tes appareils que celle que connaît cet appareil ; quelqu’un a peut-être ta phrase de récupération. Si tu ne sais pas pourquoi, crée un nouveau compte et préviens tes contacts par un autre moyen.
alarm-device-removed = Cet appareil a été retiré de ton compte : il ne reçoit plus de messages. Si ce n’était pas toi, quelqu’un a ta phrase de récupération.
