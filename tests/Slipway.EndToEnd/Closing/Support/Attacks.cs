namespace Slipway.EndToEnd.Closing.Support;

/// <summary>
/// Every way to name something. <c>evil-{T}</c> is what was planted, under many names; <c>bb-{T}</c>, <c>shadow-{T}</c>
/// and others are images of the tree that is built.
/// </summary>
internal static class Attacks
{
    private const string OfTheTree = "the name means an image of the tree, or a stage";
    private const string OneReading = "builders would read it in two ways, or it is no name of an image";
    private const string NotThere = "nobody gives that name to an image";
    private const string NotRead = "it is no instruction, and nothing makes one of it";
    private const string NoFrontends = "Buildah runs no frontends";
    private const string NoFrontend =
        "above the lowest level it is refused, and below what was planted is no program that reads Dockerfiles";
    private const string OwnCaches =
        "each scope has caches of its own; Docker 20.10 begins with empty ones above the lowest level";
    private const string ById = "Buildah finds an image by its ID; to Docker it is a name";
    private const string Places = "a place on the machine is no input";
    private const string ForeignTriggers = "what a base from elsewhere brings must not name anything";

    public static IReadOnlyList<Attack> All { get; } =
    [
        .. Froms(),
        .. Stages(),
        .. Copies(),
        .. Mounts(),
        .. Triggers(),
        .. Frontends(),
        .. Tricks(),
        .. OtherFiles(),
        .. Caches(),
    ];

    /// <summary>Every form of a name.</summary>
    private static IEnumerable<(string Form, string Name)> Names() =>
    [
        ("bare", "evil-{T}"),
        ("latest", "evil-{T}:latest"),
        ("digits", "evil-{T}:{D12}"),
        ("library", "library/evil-{T}"),
        ("hub", "docker.io/library/evil-{T}"),
        ("hubtag", "docker.io/library/evil-{T}:latest"),
        ("hubindex", "index.docker.io/library/evil-{T}:latest"),
        ("hubuser", "docker.io/atk/evil-{T}:1"),
        ("localhost", "localhost/evil-{T}:latest"),
        ("registry", "registry.example/atk/evil-{T}:1"),
        ("port", "127.0.0.1:1/atk/evil-{T}:1"),
        ("number", "9{N}"),
    ];

    private static IEnumerable<Attack> Froms()
    {
        foreach (var (form, name) in Names())
        {
            yield return new($"from-{form}", $"FROM {name}\n", Rule.Tag, Rule.Tag);
        }

        yield return new("from-digest", "FROM {PINNED}@{MANIFEST}\n", Rule.Content, Rule.Content);
        yield return new("from-tagdigest", "FROM {PINNED}:latest@{MANIFEST}\n", Rule.Content, Rule.Content);
        yield return new("from-wrongdigest", "FROM evil-{T}@sha256:{ZEROS}\n", Rule.Never, Rule.Never, NotThere);
        yield return new(
            "from-tagwrongdigest", "FROM evil-{T}:latest@sha256:{ZEROS}\n", Rule.Never, Rule.Never, NotThere);
        yield return new("from-id", "FROM {ID}\n", Rule.Never, Rule.Tag, ById);
        yield return new("from-idtag", "FROM sha256:{ID}\n", Rule.Never, Rule.Tag, ById);
        yield return new("from-shortid", "FROM {ID12}\n", Rule.Never, Rule.Never, NotThere);
        yield return new("from-upper", "FROM Evil-{T}\n", Rule.Never, Rule.Never, OneReading);
        yield return new("from-arg", "ARG B=evil-{T}:latest\nFROM $B\n", Rule.Tag, Rule.Tag);
        yield return new("from-argdefault", "FROM ${B:-evil-{T}:latest}\n", Rule.Tag, Rule.Tag);
        yield return new("from-argnested", "ARG A=evil-{T}\nARG B=${A}:latest\nFROM \"${B}\"\n", Rule.Tag, Rule.Tag);
        yield return new("from-argplus", "ARG A=x\nFROM ${A:+evil-{T}}\n", Rule.Tag, Rule.Tag);
        yield return new("from-args", "ARG B=scratch\nFROM $B\n", Rule.Tag, Rule.Tag)
        {
            Args = "{ B: 'evil-{T}:latest' }",
        };
        yield return new("from-platform", "FROM --platform=$TARGETPLATFORM evil-{T}:latest\n", Rule.Tag, Rule.Tag);
        yield return new(
            "from-otherplatform",
            "FROM --platform=linux/s390x evil-{T}:latest\n",
            Rule.Never,
            Rule.Never,
            "what was planted is for another platform");
        yield return new(
            "from-registryofpush",
            "FROM 127.0.0.1:1/atk/reg-{T}:1\n",
            Rule.Never,
            Rule.Never,
            "a push puts no name of a registry into the engine");
        yield return new("from-tree", "FROM shadow-{T}\n", Rule.Clean, Rule.Clean, OfTheTree);
        yield return new("from-treeregistry", "FROM 127.0.0.1:1/atk/own-{T}:1\n", Rule.Clean, Rule.Clean, OfTheTree);
        yield return new("from-reuse", "FROM gen-{T}\n", Rule.Reuse, Rule.Reuse);
        foreach (
            string transport in (string[])
                [
                    "containers-storage:localhost/evil-{T}:latest",
                    "docker-archive:{ARCHIVE}",
                    "dir:/tmp",
                    "oci:/tmp/x",
                    "docker-daemon:evil-{T}:latest",
                    "docker://localhost/evil-{T}",
                ])
        {
            yield return new($"from-{transport.Split(':')[0]}", $"FROM {transport}\n", Rule.Never, Rule.Never, Places);
        }
    }

    private static IEnumerable<Attack> Stages() =>
        [
            new(
                "stage-from",
                "FROM scratch AS evil-{T}\nCOPY own /m\nFROM evil-{T}\n",
                Rule.Clean,
                Rule.Clean,
                OfTheTree),
            new(
                "stage-fromcase",
                "FROM scratch AS Evil-{T}\nCOPY own /m\nFROM EVIL-{T}\n",
                Rule.Clean,
                Rule.Clean,
                OfTheTree),
            new(
                "stage-copycase",
                "FROM scratch AS Evil-{T}\nCOPY own /m\nFROM scratch\nCOPY --from=evil-{T} /m /m\n",
                Rule.Clean,
                Rule.Clean,
                OfTheTree),
            new(
                "stage-copynumber",
                "FROM scratch\nCOPY own /m\nFROM scratch\nCOPY --from=0 /m /m\n",
                Rule.Clean,
                Rule.Clean,
                OfTheTree),
            new(
                "stage-mountcase",
                "FROM scratch AS evil-{T}\nCOPY own /m\nFROM bb-{T}\nRUN --mount=type=bind,from=EVIL-{T},target=/p cat "
                + "/p/m > /m\n",
                Rule.Clean,
                Rule.Clean,
                OfTheTree),
            new(
                "stage-forward",
                "FROM scratch AS x\nCOPY --from=evil-{T} /m /m\nFROM scratch AS evil-{T}\nCOPY own /m\nFROM x\n",
                Rule.Never,
                Rule.Never,
                OneReading),
            new(
                "stage-self",
                "FROM scratch AS evil-{T}\nCOPY --from=evil-{T} /m /m\n",
                Rule.Never,
                Rule.Never,
                OneReading),
            new("stage-outofrange", "FROM scratch\nCOPY --from=9{N} /m /m\n", Rule.Never, Rule.Never, OneReading),
            new(
                "stage-signed",
                "FROM scratch AS a\nCOPY own /m\nFROM scratch\nCOPY --from=+0 /m /m\n",
                Rule.Never,
                Rule.Never,
                OneReading),
            new(
                "stage-oddname",
                "FROM scratch AS é\nCOPY own /m\nFROM scratch\nCOPY --from=evil-{T} /m /m\n",
                Rule.Never,
                Rule.Never,
                OneReading),
        ];

    private static IEnumerable<Attack> Copies()
    {
        foreach (var (form, name) in Names().Where(pair => pair.Form != "number"))
        {
            yield return new($"copy-{form}", $"FROM scratch\nCOPY --from={name} /m /m\n", Rule.Tag, Rule.Tag);
        }

        yield return new(
            "copy-digest", "FROM scratch\nCOPY --from={PINNED}@{MANIFEST} /m /m\n", Rule.Content, Rule.Content);
        yield return new("copy-quoted", "FROM scratch\nCOPY \\\n# c\n --from=\"evil-{T}\" /m /m\n", Rule.Tag, Rule.Tag);
        yield return new("copy-list", "FROM scratch\nCOPY --from=evil-{T} [\"/m\", \"/m\"]\n", Rule.Tag, Rule.Tag);
        yield return new(
            "copy-arg", "ARG B=evil-{T}:latest\nFROM scratch\nARG B\nCOPY --from=$B /m /m\n", Rule.Tag, Rule.Tag);
        yield return new(
            "copy-stagearg",
            "FROM scratch\nARG B=evil-{T}:latest\nCOPY --from=$B /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
        yield return new(
            "copy-tree", "FROM scratch\nCOPY --from=shadow-{T} /m /m\n", Rule.Clean, Rule.Clean, OfTheTree);
        yield return new("copy-reuse", "FROM scratch\nCOPY --from=gen-{T} /m /m\n", Rule.Reuse, Rule.Reuse);
        yield return new("copy-id", "FROM scratch\nCOPY --from={ID} /m /m\n", Rule.Never, Rule.Tag, ById);
        yield return new(
            "copy-storage",
            "FROM scratch\nCOPY --from=containers-storage:localhost/evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            Places);
        yield return new(
            "copy-variableflag",
            "FROM scratch\nARG F=from\nCOPY --${F}=evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
        yield return new(
            "copy-quotedflag",
            "FROM scratch\nCOPY --'\"from\"'=evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
        yield return new(
            "add-from", "FROM scratch\nADD --from=evil-{T}:latest /m /m\n", Rule.Never, Rule.Never, OneReading);
    }

    private static IEnumerable<Attack> Mounts()
    {
        foreach (var (form, name) in Names().Where(pair => pair.Form is not ("number" or "library" or "hub")))
        {
            yield return Mount(form, $"type=bind,from={name},target=/p", Rule.Tag);
        }

        yield return Mount("order", "from=evil-{T},type=bind,target=/p", Rule.Tag);
        yield return Mount(
            "upper", "type=bind,FROM=evil-{T},target=/p", Rule.Tag, Rule.Never, "Buildah knows small letters only");
        yield return Mount("quoted", "\"type=bind,from=evil-{T},target=/p\"", Rule.Tag);
        yield return Mount("tree", "type=bind,from=shadow-{T},target=/p", Rule.Clean, Rule.Clean, OfTheTree);
        yield return Mount(
            "storage",
            "type=bind,from=containers-storage:localhost/evil-{T}:latest,target=/p",
            Rule.Never,
            Rule.Never,
            Places);
        yield return Mount("stagearg", "type=bind,from=$B,target=/p", Rule.Never, Rule.Never, OneReading);
        yield return Mount(
            "variablekey", "type=bind,${F}=evil-{T}:latest,target=/p", Rule.Never, Rule.Never, OneReading);
        yield return Mount("variablevalue", "type=bind,target=$V", Rule.Never, Rule.Never, OneReading);
        yield return Mount(
            "nestedquotes", "type=bind,'fr\"o\"m=evil-{T}:latest',target=/p", Rule.Never, Rule.Never, OneReading);
    }

    private static Attack Mount(string form, string mount, Rule docker, Rule? buildah = null, string reason = "") =>
        new(
            $"mount-{form}",
            $"FROM bb-{{T}}\nARG B=evil-{{T}}:latest\nENV F=from V=/p,from=evil-{{T}}:latest\nRUN --mount={mount} cat "
            + "/p/m > /m\n",
            docker,
            buildah ?? docker,
            reason);

    private static IEnumerable<Attack> Triggers() =>
        [
            new("onbuild-copy", "FROM oncopy-{T}\n", Rule.Tag, Rule.Tag),
            new("onbuild-mount", "FROM onmount-{T}\n", Rule.Tag, Rule.Tag),
            new("onbuild-tree", "FROM ontree-{T}\n", Rule.Clean, Rule.Clean, OfTheTree),
            new("onbuild-cache", "FROM oncache-{T}\n", Rule.LowestCache, Rule.OwnCache, OwnCaches),
            new(
                "onbuild-ownstage",
                "FROM scratch AS a\nONBUILD COPY --from=evil-{T}:latest /m /m\nFROM a\n",
                Rule.Never,
                Rule.Never,
                OneReading),
            new(
                "onbuild-quotedflag",
                "FROM scratch\nONBUILD COPY --'\"from\"'=evil-{T}:latest /m /m\n",
                Rule.Never,
                Rule.Never,
                OneReading),
            new("foreign-copy", "FROM fcopy-{T}:latest\n", Rule.Never, Rule.Never, ForeignTriggers),
            new("foreign-mount", "FROM fmount-{T}:latest\n", Rule.Never, Rule.Never, ForeignTriggers),
            new("foreign-cache", "FROM fcache-{T}:latest\n", Rule.Never, Rule.Never, ForeignTriggers),
            new(
                "foreign-harmless",
                "FROM fharmless-{T}:latest\n",
                Rule.CleanOnTag,
                Rule.CleanOnTag,
                "what it brings is a file of the context"),
        ];

    private static IEnumerable<Attack> Frontends() =>
        [
            new(
                "syntax-tag",
                "# syntax=evil-{T}:latest\nFROM scratch\nCOPY own /m\n",
                Rule.Never,
                Rule.Clean,
                NoFrontend + "; " + NoFrontends),
            new(
                "syntax-docker",
                "# syntax=docker/dockerfile:1-{T}\nFROM scratch\nCOPY own /m\n",
                Rule.Never,
                Rule.Clean,
                NoFrontend + "; " + NoFrontends),
            new(
                "syntax-second",
                "# escape=\\\n# syntax=evil-{T}\nFROM scratch\nCOPY own /m\n",
                Rule.Never,
                Rule.Clean,
                NoFrontend + "; " + NoFrontends),
            new("syntax-late", "# c\n# syntax=evil-{T}\nFROM scratch\nCOPY own /m\n", Rule.Clean, Rule.Clean, NotRead),
            new(
                "fileop-argument",
                "FROM bb-{T}\nRUN --mount=type=cache,target=/c,mode=0700 cat /c/m > /m\n",
                Rule.Never,
                Rule.Never,
                "the argument makes BuildKit run busybox")
            {
                Args = "{ BUILDKIT_DISABLE_FILEOP: '1' }",
            },
            new(
                "syntax-argument",
                "FROM scratch\nCOPY own /m\n",
                Rule.Never,
                Rule.Never,
                "the argument names a frontend unseen")
            {
                Args = "{ BUILDKIT_SYNTAX: 'evil-{T}:latest' }",
            },
        ];

    private static IEnumerable<Attack> Tricks()
    {
        const string Copy = "COPY --from=evil-{T}:latest /m /m\n";
        yield return Run("heredoc-from", "cat <<\"#end\"\nFROM evil-{T}:latest\n#end\n", Rule.Never);
        yield return Run("heredoc-copy", $"cat <<\"#end\"\n{Copy}#end\n", Rule.Never);
        yield return Run(
            "heredoc-cache",
            "cat <<\"#end\"\nRUN --mount=type=cache,id=shared-{T},target=/c cat /c/m > /m\n#end\n",
            Rule.Never);
        yield return Run("heredoc-list", $"[\"/bin/sh\", \"-c\", \"true\"] <<\"#end\"\n{Copy}#end\n", Rule.Tag);
        yield return Run("line-doubled", $"true \\\\\n{Copy}", Rule.Never);
        yield return Run("line-comment", $"true \\\n# c \\\n{Copy}", Rule.Clean);
        yield return Run("line-indented", $"true \\\n  # c\n\n\t{Copy}", Rule.Clean);
        yield return Run("line-crlf", $"true \\\r\n{Copy}", Rule.Clean);
        yield return Run("line-cr", $"true\r{Copy}", Rule.Never);
        yield return Run("line-blank", $"true \\ \t\n{Copy}", Rule.Clean);
        yield return new(
            "escape-behindsyntax",
            $"# syntax=docker/dockerfile:1-{{T}}\n# escape=`\nFROM bb-{{T}}\nRUN true `\n{Copy}",
            Rule.Never,
            Rule.Clean,
            NoFrontend + "; " + NotRead);
        yield return new(
            "escape-backtick", $"# escape=`\nFROM bb-{{T}}\nRUN true `\n{Copy}", Rule.Clean, Rule.Clean, NotRead);
        yield return new(
            "escape-indented", $" # escape=`\nFROM bb-{{T}}\nRUN true `\n{Copy}", Rule.Clean, Rule.Clean, NotRead);
        yield return new(
            "space-control",
            "FROM scratch\nCOPY\u001c--from=evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
        yield return new(
            "space-next",
            "FROM scratch\nCOPY --chown=0\u0085--from=evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
        yield return new(
            "space-byte",
            "FROM scratch\nCOPY --chown=à--from=evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
        yield return new(
            "space-bom",
            "\ufeffFROM scratch\n\ufeffCOPY --from=evil-{T}:latest /m /m\n",
            Rule.Never,
            Rule.Never,
            OneReading);
    }

    private static IEnumerable<Attack> OtherFiles() =>
        from name in (string[])["Containerfile", "dockerfile", "Dockerfile.in", "Containerfile.in"]
        select new Attack(
            $"file-{(name == "dockerfile" ? "small" : name.ToLowerInvariant()).Replace('.', '-')}",
            "FROM scratch\nCOPY own /m\n",
            Rule.Clean,
            Rule.Clean,
            "it is a file as any other")
        {
            File = (name, "FROM evil-{T}:latest\n"),
        };

    private static Attack Run(string name, string run, Rule rule) =>
        new(name, $"FROM bb-{{T}}\nRUN {run}", rule, rule, rule == Rule.Clean ? NotRead : OneReading);

    private static IEnumerable<Attack> Caches()
    {
        (string Form, string Fields)[] mounts =
        [
            ("id", "type=cache,id=shared-{T},target=/c"),
            ("target", "type=cache,target=/c-{T}"),
            ("scoped", "type=cache,id=level-3/shared-{T},target=/c"),
            ("upward", "type=cache,id=../shared-{T},target=/c"),
        ];
        foreach (var (form, fields) in mounts)
        {
            yield return Cache(form, fields, Rule.LowestCache, Rule.OwnCache);
        }

        yield return new(
            "cache-workdir",
            "FROM bb-{T}\nCOPY own /own\nWORKDIR /w\nRUN --mount=type=cache cat m > /m || cat /own > /m\n",
            Rule.LowestCache,
            null,
            OwnCaches);
        yield return Cache("lasttype", "type=bind,id=shared-{T},target=/c,type=cache", Rule.LowestCache, null);
        yield return Cache("variable", "$C", Rule.Never, Rule.Never, OneReading);
    }

    private static Attack Cache(string form, string fields, Rule docker, Rule? buildah, string reason = OwnCaches) =>
        new(
            $"cache-{form}",
            $"FROM bb-{{T}}\nCOPY own /own\nENV C=type=cache,id=shared-{{T}},target=/c\nRUN --mount={fields} cat /c*/m "
            + "> /m || cat /own > /m\n",
            docker,
            buildah,
            reason);
}
