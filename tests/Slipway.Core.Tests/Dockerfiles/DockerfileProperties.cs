using System.Text;
using CsCheck;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Dockerfiles;

public sealed class DockerfileProperties
{
    private static readonly Gen<string> Fragment = Gen.OneOf(
        "FROM ", "from\t", "COPY ", "RUN ", "ARG ", "ADD ", "ONBUILD ", "--from=", "--mount=", "type=bind,", "from=",
        "--", "base", "a/b:1", "scratch", "0", " AS ", "$A", "${A}", "${A:-x}", "${A:+$B}", "${", "}", "$", "'", "\"",
        "\\", "`", "\\\n", "`\n", "\n", "\r\n", "\r", "\n# c\n", "<<EOF", "<<-'E'", "EOF\n", "E\n", "\t", " ", ",", "=",
        "[\"a\"]", "# escape=`\n", "# syntax=x\n", "# %ARG A\n", "# %ARG B\n", "# %include x\n",
        "# %include-run-task\n", "é", "\U0001f600", "\ufeff", "\0", "\u2028", "DOCKER_IMAGE_PARENT");

    private static readonly Gen<string> Text = Gen.OneOf(
        Fragment.Array[0, 40].Select(string.Concat),
        Gen.String);

    private static readonly Gen<string> PlainText = Text.Where(text => !text.Contains("# %", StringComparison.Ordinal));

    private static readonly Gen<DockerfileSettings> Settings =
        from scheme in Gen.Enum<Scheme>()
        from a in Fragment
        select DockerfileCase.InSlipway(("A", a), ("B", "b")) with { Rules = scheme.Dialect().Dockerfiles };

    [Fact]
    public void Reading_never_throws_and_answers_or_reports() =>
        Gen.Select(Text, Settings).Sample((text, settings) =>
        {
            var problems = new DiagnosticBag();
            var dockerfile = DockerfileReader.Read(
                        Encoding.UTF8.GetBytes(text), DockerfileCase.OnDisk, settings, problems);
            return dockerfile is null == problems.HasErrors;
        });

    [Fact]
    public void Reading_arbitrary_bytes_never_throws() =>
        Gen.Byte.Array[0, 200].Sample(content =>
        {
            var problems = new DiagnosticBag();
            var dockerfile = DockerfileReader.Read(
                    content, DockerfileCase.OnDisk, DockerfileCase.InSlipway(), problems);
            return dockerfile is null == problems.HasErrors;
        });

    [Fact]
    public void Replacing_references_by_themselves_changes_nothing_but_how_stages_are_written() =>
        Gen.Select(Text, Settings).Sample((text, settings) => ChangesOnlyStages("FROM x\n" + text, settings));

    [Fact]
    public void Replaced_references_are_found_again() =>
        PlainText.Sample(text =>
        {
            var settings = DockerfileCase.InSlipway();
            var dockerfile = DockerfileReader.Read(
                Encoding.UTF8.GetBytes("FROM x\n" + text), DockerfileCase.OnDisk, settings, new DiagnosticBag());
            if (dockerfile is null)
            {
                return true;
            }

            var replaced = dockerfile.WithReferences(
                dockerfile.References.ToDictionary(use => use, _ => "new/image:1"));
            var again = DockerfileReader.Read(replaced, DockerfileCase.OnDisk, settings, new DiagnosticBag());
            return again!.References.Select(use => (use.Kind, use.Resolved))
                .SequenceEqual(dockerfile.References.Select(use => (use.Kind, "new/image:1")));
        });

    [Fact]
    public void A_Dockerfile_without_directives_stays_as_it_is() =>
        PlainText.Sample(text =>
        {
            var dockerfile = DockerfileReader.Read(
                Encoding.UTF8.GetBytes("FROM x\n" + text),
                DockerfileCase.OnDisk,
                DockerfileCase.InSlipway(),
                new DiagnosticBag());
            return dockerfile is null
                || Encoding.UTF8.GetString(dockerfile.Content.Span)
                    == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes("FROM x\n" + text));
        });

    private static bool ChangesOnlyStages(string text, DockerfileSettings settings)
    {
        var dockerfile = DockerfileReader.Read(
            Encoding.UTF8.GetBytes(text), DockerfileCase.OnDisk, settings, new DiagnosticBag());
        if (dockerfile is null)
        {
            return true;
        }

        var expected = new List<byte>();
        int copied = 0;
        foreach (var stage in dockerfile.Stages.OrderBy(stage => stage.Offset))
        {
            expected.AddRange(dockerfile.Content.Span[copied..stage.Offset]);
            expected.AddRange(Encoding.UTF8.GetBytes(stage.Name));
            copied = stage.Offset + stage.Length;
        }

        expected.AddRange(dockerfile.Content.Span[copied..]);
        var themselves = dockerfile.References.ToDictionary(use => use, use => use.Written);
        return dockerfile.WithReferences(themselves).Span.SequenceEqual(expected.ToArray());
    }
}
