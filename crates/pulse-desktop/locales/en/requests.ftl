### Strangers who wait for an answer.

requests-title = Message requests
requests-lead = These people have your link and want to write to you. They do not learn whether you read this.
requests-empty-title = No requests
requests-empty-text = When somebody new writes to you, you decide here whether to let them in.
requests-accept = Accept
requests-block = Block
requests-delete = Delete
requests-accept-name = Accept { $name }
requests-block-name = Block { $name }
requests-delete-name = Delete the request of { $name }
requests-accept-means = Accept: you can talk, and they see when their messages arrive.
requests-block-means = Block: you hear nothing of them any more. They are not told.
requests-delete-means = Delete: the request goes away. They can ask again.
requests-no-preview = No message yet
requests-read =
    { $count ->
        [one] Read the message
       *[other] Read all { $count } messages
    }
