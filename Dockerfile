# The image of a server: one binary, its site, and a data folder. Its Rust is the oldest that the
# workspace takes: tests hold the two together.
#
#   docker build -t etabli .
#   docker run --name etabli -p 3000:3000 -v etabli-data:/data --stop-timeout 30 etabli
#   docker exec etabli /opt/etabli/etabli admin list
#
# Who is told to stop lets requests and messages end first, which takes up to twenty seconds;
# Docker alone would wait for ten. The link for the first account is printed at the start. A folder
# of the host that is mounted in place of the volume belongs to the user 10001.

FROM rust:1.95-trixie AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends nodejs npm pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /etabli
# The tools have a layer of their own: a change to the code does not install them again.
ENV ETABLI_TOOLS=/opt/etabli-tools PATH=/opt/etabli-tools/bin:$PATH
COPY Cargo.toml ./
COPY tools tools
RUN tools/setup.sh build
COPY . .
RUN make build

# Certificates for the mail server, time zones for the hours of Europe/Paris.
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --user-group --uid 10001 --home-dir /data --shell /usr/sbin/nologin etabli \
 && install -d -o etabli -g etabli -m 750 /data
# hash.txt names the files of the site; the server looks for it beside its binary.
COPY --from=build /etabli/target/release/etabli /etabli/target/release/hash.txt /opt/etabli/
COPY --from=build /etabli/target/site /opt/etabli/site
COPY LICENSE /opt/etabli/
ENV ETABLI_ADDR=0.0.0.0:3000 ETABLI_DATA_DIR=/data ETABLI_SITE_DIR=/opt/etabli/site
USER etabli
VOLUME /data
EXPOSE 3000
# The check asks two questions and waits five seconds for each answer: it is to say which failed.
HEALTHCHECK --interval=30s --timeout=12s --start-period=20s CMD ["/opt/etabli/etabli", "check"]
ENTRYPOINT ["/opt/etabli/etabli"]
CMD ["serve"]
