using System.Text;
using CsCheck;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Dockerfiles;

/// <summary>What a builder gets is read by every builder as it was read here, or it is doubtful.</summary>
public sealed class OneReadingTests
{
    [Theory]
    [InlineData("FROM a\nRUN x \\\n# comment\n\n   # more\n  y\n", "FROM a\nRUN x   y\n")]
    [InlineData("\ufeff# about\r\nFROM a\r\n\r\nRUN x\r\n", "\nFROM a\n\nRUN x\n")]
    [InlineData("# syntax=d/f:1\n# escape=`\nFROM a\nRUN x `\n y", "# escape=`\n# syntax=d/f:1\nFROM a\nRUN x  y\n")]
    [InlineData("# check=skip=all\n# syntax=d/f:1\nFROM a\n", "# syntax=d/f:1\n\nFROM a\n")]
    [InlineData("FROM a\n  RUN x  \n", "FROM a\nRUN x\n")]
    [InlineData(
        "FROM a\nRUN <<E\n # no comment \\\n\nE\n# gone\nUSER x\n",
        "FROM a\nRUN <<E\n # no comment \\\n\nE\n\nUSER x\n")]
    [InlineData("FROM a\nRUN cat <<E\nb", "FROM a\nRUN cat <<E\nb\n")]
    public void Each_instruction_is_one_line_in_its_place(string text, string plain) =>
        Assert.Equal(plain, Plain(text));

    [Fact]
    public void A_frontend_that_the_builder_does_not_run_is_not_there() =>
        Assert.Equal("\nFROM a\n", Plain("# syntax=d/f:1\nFROM a\n", keepsFrontend: false));

    [Fact]
    public void What_is_plain_is_written_as_it_is_and_says_the_same() =>
        Gen.OneOf(
                "FROM a\n",
                "RUN ",
                "\\\n",
                "x",
                " ",
                "#c\n",
                "\n",
                "<<E",
                "E\n",
                "\"",
                "'",
                "`",
                "\r\n",
                "\t",
                "COPY --from=a b c\n",
                "# escape=`\n")
            .Array[0, 25]
            .Select(string.Concat)
            .Sample(text =>
            {
                string once = Plain(text);
                Assert.Equal(once, Plain(once));
                Assert.Equal(Instructions(text), Instructions(once));
            });

    [Theory]
    [InlineData("# syntax=x/f\nFROM a\nRNU x\n")]
    [InlineData("# syntax=x/f\nFROM a\nONBU\u0130LD COPY --from=b x y\n")]
    [InlineData("FROM a\nRUN x \u001c\n")]
    [InlineData("FROM a\nRUN x\0\n")]
    [InlineData("FROM a\nRUN x\ry\n")]
    [InlineData("FROM a\nRUN x \\\\\n")]
    [InlineData("# escape=`\nFROM a\nRUN x ``\n")]
    [InlineData("FROM a\nCOPY --chown=à--from=evil x y\n")]
    [InlineData("FROM a\nRUN --mount=type=bind,fr\\om=evil x\n")]
    [InlineData("# escape=`\nFROM a\nRUN --mount=type=bind,fr`om=evil x\n")]
    [InlineData("FROM a\nONBUILD COPY --chown=à--from=evil x y\n")]
    [InlineData("FROM a\nCOPY --from=b x y\nFROM c AS b\n")]
    [InlineData("FROM a AS b\nCOPY --from=b x y\n")]
    [InlineData("FROM a\nCOPY --from=0 x y\n")]
    [InlineData("FROM a\nFROM b\nCOPY --from=7 x y\n")]
    [InlineData("FROM a\nCOPY --from=99999999999999999999 x y\n")]
    [InlineData("FROM a\nCOPY --from=scratch x y\n")]
    [InlineData("FROM a\nRUN --mount=type=bind,from=scratch x\n")]
    [InlineData("FROM a AS 7\n")]
    [InlineData("FROM a AS b!\n")]
    [InlineData("FROM a AS scratch\n")]
    [InlineData("FROM a AS context\n")]
    [InlineData("FROM a AS b\nONBUILD COPY --from=c x y\nFROM b\n")]
    [InlineData("FROM a AS b\nONBUILD RUN --mount=type=cache,target=/c x\nFROM b\n")]
    [InlineData("FROM a AS b\nONBUILD RUN --mount=type=bind,target=$T x\nFROM b\n")]
    [InlineData("FROM a AS b\nONBUILD ADD https://example.com/x y\nFROM b\n")]
    [InlineData("FROM a\nCOPY --$F=evil x y\n")]
    [InlineData("FROM a\nRUN --${M}=type=bind,from=evil x\n")]
    [InlineData("FROM a\nCOPY --'\"from\"'=evil x y\n")]
    [InlineData("FROM a\nRUN --mount=type=bind,'fr\"o\"m=evil',target=/x y\n")]
    [InlineData("FROM a\nRUN --mount=type=bind,\"fr'o'm=evil\" y\n")]
    public void What_builders_read_in_different_ways_is_doubtful(string text)
    {
        var doubt = Assert.Single(Read(text).Doubts);

        Assert.Equal(DockerfileCodes.Doubtful, doubt.Code);
        Assert.NotNull(doubt.Location?.Line);
        Assert.NotEmpty(doubt.Remedy);
    }

    [Fact]
    public void An_instruction_that_some_builders_would_cut_off_is_doubtful()
    {
        string text = $"FROM a\nRUN {new string('x', 60_000)}\n";

        Assert.Single(Read(text).Doubts);
        Assert.Empty(Read(text.Remove(20, 10)).Doubts);
    }

    [Theory]
    [InlineData(
        "FROM a AS b\nFROM c\nCOPY --from=0 x y\nCOPY --from=B x y\nRUN --mount=type=bind,from=b,target=/x z\n")]
    [InlineData("FROM a AS b\nONBUILD COPY x y\nFROM b\n")]
    [InlineData("FROM a\nONBUILD COPY --from=c x y\n")]
    [InlineData("FROM a\nRUN echo 'é' \\\n && echo \"\\\\\"\n")]
    [InlineData("FROM a\nRUN --mount=type=secret,id=x,target=\"/a b\" cat\tc\n")]
    [InlineData("FROM scratch\nMAINTAINER é\nHEALTHCHECK --interval=5s CMD x\n")]
    public void What_all_read_alike_is_not_doubtful(string text) => Assert.Empty(Read(text).Doubts);

    [Theory]
    [InlineData("FROM a AS Evil\nFROM b\nCOPY --from=evil x y\n", "FROM a AS evil\nFROM b\nCOPY --from=evil x y\n")]
    [InlineData(
        "FROM a as Evil \nFROM EVIL AS C\nRUN --mount=type=bind,from=eviL,target=/x y\n",
        "FROM a as evil \nFROM evil AS c\nRUN --mount=type=bind,from=evil,target=/x y\n")]
    [InlineData("ARG S=b\nFROM a AS b\nFROM $S\n", "ARG S=b\nFROM a AS b\nFROM b\n")]
    [InlineData("ARG S=scratch\nFROM ${S}\n", "ARG S=scratch\nFROM scratch\n")]
    [InlineData("FROM \"scratch\"\n", "FROM scratch\n")]
    [InlineData("FROM x\nfrom\ty\\\nz AS a/b:1EOF\n", "FROM x\nfrom\ty\\\nz AS a/b:1eof\n")]
    public void A_stage_is_named_in_one_way_wherever_it_is_named(string text, string written) =>
        Assert.Equal(
            written,
            Encoding.UTF8.GetString(Read(text).WithReferences(new Dictionary<ImageReferenceUse, string>()).Span));

    [Theory]
    [InlineData("ADD https://example.com/x /x", "https://example.com/x", false)]
    [InlineData("ADD --chown=1:1 HTTP://example.com/x /x", "HTTP://example.com/x", false)]
    [InlineData("ADD [\"https://example.com/x\", \"/x\"]", "https://example.com/x", false)]
    [InlineData("ADD 'ht'tps://example.com/x /x", "https://example.com/x", false)]
    [InlineData("ADD ht\\tps://example.com/x /x", "https://example.com/x", false)]
    [InlineData("ADD git@example.com:a/b.git /x", "git@example.com:a/b.git", false)]
    [InlineData("ADD ssh://example.com/a /x", "ssh://example.com/a", false)]
    [InlineData("ADD github.com/a/b /x", "github.com/a/b", false)]
    [InlineData("ADD $URL /x", "$URL", false)]
    [InlineData("ADD ht$TPS /x", "ht$TPS", false)]
    [InlineData(
        "ADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.com/x "
        + "/x",
        "https://example.com/x",
        true)]
    [InlineData("ADD [\"https://example.com/x\", \"/x\"] more", "https://example.com/x", false)]
    [InlineData("ADD [\"https://example.com/\\ud800\", \"/x\"]", "https://example.com/\\ud800", false)]
    [InlineData("ADD a' https://example.com/x' /x", "https://example.com/x", false)]
    [InlineData("ADD --checksum=$SUM https://example.com/x /x", "https://example.com/x", false)]
    public void What_ADD_fetches_is_found(string instruction, string source, bool hasChecksum)
    {
        var download = Assert.Single(Read($"FROM a\n{instruction}\n").Downloads);

        Assert.Equal((source, hasChecksum), (download.Source, download.HasChecksum));
    }

    [Theory]
    [InlineData("ADD file.tar.gz file-$VERSION.tar /x/")]
    [InlineData("ADD dir /https://x")]
    [InlineData("COPY https://example.com/x /x")]
    public void What_is_of_the_context_is_not(string instruction) =>
        Assert.Empty(Read($"FROM a\n{instruction}\n").Downloads);

    [Theory]
    [InlineData("RUN --mount=type=bind,target=$T x", true)]
    [InlineData("RUN --mount=$M x", true)]
    [InlineData("RUN --mount=type=bind,from=$A,target=/$T x", true)]
    [InlineData("RUN --mount=type=bind,from=$A,target=/t x", false)]
    [InlineData("RUN --mount=type=bind,from=a,target=/t echo $T", false)]
    public void A_variable_in_a_mount_is_found_where_its_value_could_bring_another_field(string run, bool isThere) =>
        Assert.Equal(isThere, Read($"ARG A=a\nFROM b\n{run}\n").MountVariable is not null);

    [Fact]
    public void What_follows_a_list_is_no_here_document() =>
        Assert.Equal(
            ["evil"],
            Read("FROM scratch\nRUN [\"x\"] <<\"#end\"\nCOPY --from=evil a b\n#end\n")
                .References.Select(use => use.Resolved));

    [Fact]
    public void Triggers_are_those_of_the_last_stage_with_what_they_name()
    {
        var read = Read(
            "FROM a AS b\nONBUILD USER x\nFROM c\nONBUILD COPY --from=tool x y\nONBUILD RUN "
            + "--mount=type=cache,target=/c "
            + "--mount=type=bind,from=other,target=/o z\n");

        Assert.Equal(2, read.Triggers.Length);
        Assert.Equal([(ReferenceKind.CopyFrom, "tool")], read.Triggers[0].Names);
        Assert.Equal([(ReferenceKind.RunMount, "other")], read.Triggers[1].Names);
        Assert.Equal([false, true], read.Triggers.Select(trigger => trigger.Reaches));
    }

    [Fact]
    public void What_a_base_brings_is_carried_out_behind_its_FROM()
    {
        var read = Read("FROM é AS one\nUSER x\nFROM \\\n b");

        var inserted = TriggerText.Insert(
            read,
            new Dictionary<ImageReferenceUse, IReadOnlyCollection<string>>
            {
                [read.References[0]] = ["COPY a b"],
                [read.References[1]] = ["RUN y", "USER z"],
            });

        Assert.Equal(
            "FROM é AS one\nCOPY a b\nUSER x\nFROM \\\n b\nRUN y\nUSER z\n",
            Encoding.UTF8.GetString(inserted.Content.Span));
        Assert.Equal([1, 1, 2, 3, 4, 4, 4, 5], inserted.Origins.Lines);
    }

    private static string Plain(string text, bool keepsFrontend = true) =>
        Encoding.UTF8.GetString(PlainDockerfile.Write(Encoding.UTF8.GetBytes(text), keepsFrontend).Span);

    private static IEnumerable<string> Instructions(string text) =>
        InstructionScanner.Scan(text).Instructions.Select(instruction => instruction.Text.Trim());
}
