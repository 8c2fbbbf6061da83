"""One call by AWS's own SDK: reads {service, region, operation, input} from standard input, prints
the answer or {"Error": {...}}. Credentials and endpoint come from the environment."""

import json
import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def main() -> None:
    asked = json.load(sys.stdin)
    client = boto3.client(
        asked["service"],
        region_name=asked["region"],
        endpoint_url=os.environ["AWS_ENDPOINT_URL"],
        config=Config(retries={"total_max_attempts": 1}),
    )
    try:
        answer = getattr(client, asked["operation"])(**asked["input"])
    except ClientError as error:
        answer = {"Error": error.response["Error"]}
    answer.pop("ResponseMetadata", None)
    print(json.dumps(answer, default=str))


main()
