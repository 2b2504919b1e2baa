# gradviz in a container:
#   docker build -t gradviz .
#   docker run --rm --user "$(id -u)" -v "$PWD:/work" gradviz render expr.txt -o graph.svg
FROM swift:6.2-bookworm AS build
WORKDIR /source
COPY . .
# Without git in the context, --build-arg BUILD="commit $(git rev-parse --short HEAD)" tells what it was made from.
ARG BUILD="container build"
RUN GRADVIZ_BUILD="$BUILD" scripts/package.sh /package

FROM debian:bookworm-slim
COPY --from=build /package/*.deb /tmp/
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends /tmp/*.deb \
  && rm -rf /tmp/*.deb /var/lib/apt/lists/*
WORKDIR /work
ENTRYPOINT ["gradviz"]
