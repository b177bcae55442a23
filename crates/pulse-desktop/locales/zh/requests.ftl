### Strangers who wait for an answer.

requests-title = 消息请求
requests-lead = 这些人有你的链接，想给你写消息。他们不会知道你是否读了这些。
requests-empty-title = 没有请求
requests-empty-text = 有新的人给你写消息时，你在这里决定是否让其进来。
requests-accept = 接受
requests-block = 屏蔽
requests-delete = 删除
requests-accept-name = 接受 { $name }
requests-block-name = 屏蔽 { $name }
requests-delete-name = 删除 { $name } 的请求
requests-accept-means = 接受：你们可以交谈，对方能看到消息何时送达。
requests-block-means = 屏蔽：你不会再收到对方的任何消息。对方不会得知。
requests-delete-means = 删除：请求会消失。对方可以再次请求。
requests-no-preview = 还没有消息
requests-read =
    { $count ->
       *[other] 阅读全部 { $count } 条消息
    }
