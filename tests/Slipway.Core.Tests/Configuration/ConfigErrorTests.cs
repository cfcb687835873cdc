using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Tests.Cases;
using static Slipway.Tests.Cases.ConfigCase;

namespace Slipway.Core.Tests.Configuration;

public sealed class ConfigErrorTests
{
    [Theory]
    [InlineData("prefix: a\n prefx: [\n", 2)]
    [InlineData("prefix: 'a\n", 1)]
    [InlineData("prefix: a: b\n", 1)]
    [InlineData("prefix: *nobody\n", 1)]
    [InlineData("images: &a { b: { args: *a } }\n", 1)]
    [InlineData("prefix: a\n---\nprefix: b\n", 2)]
    [InlineData("prefix: \"\\ud800\"\n", 1)]
    [InlineData("prefix: a\n]\n", 2)]
    public void Malformed_yaml_is_an_error_with_its_line(string text, int line)
    {
        var (reading, problems) = Read(text);

        var problem = Assert.Single(problems);
        Assert.Equal(ConfigurationCodes.Malformed, problem.Code);
        Assert.Equal((ConfigReader.FileName, line), (problem.Location!.Value.File, problem.Location.Value.Line));
        Assert.True(problem.Location.Value.Column > 0);
        Assert.False(reading.IsWhole);
    }

    [Theory]
    [InlineData("prefx: a\n", "1:1", "'prefix'")]
    [InlineData("a: b\nPrefix: a\n", "2:1", "'prefix'")]
    [InlineData("images:\n  a: { max_age: 1d }\n", "2:8", "'max-age'")]
    [InlineData("index: { hashes: x }\n", "1:10", "'hash'")]
    [InlineData(
        "images:\n  a:\n    arguments: {}\n",
        "3:5",
        "args, cache, definition, digest-lines, dockerfile, image-builder, index, max-age, parent, platform, secrets, "
        + "symbol")]
    public void An_unknown_key_is_an_error_that_names_the_nearest(string text, string place, string suggestion)
    {
        var problem = Problems(text)[^1];

        Assert.Equal(ConfigurationCodes.UnknownKey, problem.Code);
        Assert.Equal($"slipway.yml:{place}", problem.Location.ToString());
        Assert.Contains(suggestion, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prefix: [a]", "1:9")]
    [InlineData("prefix: { a: b }", "1:9")]
    [InlineData("prefix:", "1:8")]
    [InlineData("prefix: ~", "1:9")]
    [InlineData("images: [a]", "1:9")]
    [InlineData("images: a", "1:9")]
    [InlineData("images: { a: b }", "1:14")]
    [InlineData("images: { a: [b] }", "1:14")]
    [InlineData("images: { a: { args: [b] } }", "1:22")]
    [InlineData("images: { a: { args: { X: [b] } } }", "1:27")]
    [InlineData("images: { a: { args: { X: { y: z } } } }", "1:27")]
    [InlineData("images: { a: { secrets: b } }", "1:25")]
    [InlineData("images: { a: { secrets: { b: c } } }", "1:25")]
    [InlineData("images: { a: { secrets: [[b]] } }", "1:26")]
    [InlineData("images: { a: { parent: [b] } }", "1:24")]
    [InlineData("levels: { 3: main }", "1:14")]
    [InlineData("levels: [main]", "1:9")]
    [InlineData("protected-levels: 3", "1:19")]
    [InlineData("protected-levels: { 3: x }", "1:19")]
    [InlineData("index: x", "1:8")]
    [InlineData("expires: 1d", "1:10")]
    [InlineData("? [a]\n: b", "1:3")]
    [InlineData("<<: a", "1:5")]
    [InlineData("<<: [a]", "1:6")]
    [InlineData("- a", "1:1")]
    [InlineData("text", "1:1")]
    public void A_value_of_the_wrong_type_is_an_error(string text, string place) =>
        Assert.Equal([$"{ConfigurationCodes.WrongType} slipway.yml:{place}"], Places(text));

    [Theory]
    [InlineData("prefix: a\nscheme: slipway\nprefix: b\n", "3:1")]
    [InlineData("images:\n  a:\n  a:\n", "3:3")]
    [InlineData("images:\n  a: { args: { X: 1, 'X': 2 } }\n", "2:22")]
    [InlineData("levels: { 1: [], '1': [] }", "1:18")]
    public void A_key_that_is_twice_is_an_error(string text, string place) =>
        Assert.Equal([$"{ConfigurationCodes.DuplicateKey} slipway.yml:{place}"], Places(text));

    [Theory]
    [InlineData("prefix: 'a b'", "1:9")]
    [InlineData("prefix: a..b", "1:9")]
    [InlineData("prefix: ''", "1:9")]
    [InlineData("scheme: docker", "1:9")]
    [InlineData("scheme: Slipway", "1:9")]
    [InlineData("platform: linux", "1:11")]
    [InlineData("platform: linux/", "1:11")]
    [InlineData("platform: linux/arm/v7/x", "1:11")]
    [InlineData("platform: Linux/amd64", "1:11")]
    [InlineData("levels: { 4: [main] }", "1:11")]
    [InlineData("protected-levels: [3, 4]", "1:23")]
    [InlineData("levels: { 03: [main] }", "1:11")]
    [InlineData("levels: { 3: [''] }", "1:15")]
    [InlineData("levels: { 3: [main], 1: [main] }", "1:26")]
    [InlineData("registry: https://ghcr.io", "1:11")]
    [InlineData("registry: ghcr.io/a/", "1:11")]
    [InlineData("registry: ghcr.io/A", "1:11")]
    [InlineData("registry: ghcr.io/a:tag", "1:11")]
    [InlineData("insecure-registries: [https://a]", "1:23")]
    [InlineData("insecure-registries: [a/b]", "1:23")]
    [InlineData("engine: kaniko", "1:9")]
    [InlineData("image-builder: 'a b'", "1:16")]
    [InlineData("pull-requests: nobody", "1:16")]
    [InlineData("expires: { 0: 1d }", "1:12")]
    public void A_value_that_is_not_allowed_is_an_error(string text, string place) =>
        Assert.Equal([$"{ConfigurationCodes.BadValue} slipway.yml:{place}"], Places(text));

    [Theory]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("30 days")]
    [InlineData("30D")]
    [InlineData("5m")]
    [InlineData("101y")]
    [InlineData("999999y")]
    [InlineData("9999999d")]
    [InlineData("''")]
    public void A_duration_that_is_not_understood_is_an_error(string duration)
    {
        Assert.Equal([$"{ConfigurationCodes.BadDuration} slipway.yml:1:15"], Places($"expires: {{ 1: {duration} }}"));
        Assert.Equal(
            [$"{ConfigurationCodes.BadDuration} slipway.yml:1:25"],
            Places($"images: {{ a: {{ max-age: {duration} }} }}"));
    }

    [Theory]
    [InlineData("hash: '{prefix}.{scope}.{name}'", "{digest}")]
    [InlineData("hash: '{prefix}.{scope}.{digest}'", "{name}")]
    [InlineData("hash: '{prefix}.level-{level}.{name}.{digest}'", "{scope}")]
    [InlineData("latest: '{prefix}.{scope}'", "{name}")]
    [InlineData("latest: '{prefix}.{name}'", "{scope}")]
    [InlineData("pushdate: '{prefix}.{name}.{year}'", "{scope}")]
    [InlineData("hash: '{prefix}.{scope}.{name}.{digets}.{digest}'", "{digets}")]
    [InlineData("hash: '{scope}.{name}.{digest}.{year}'", "{year}")]
    [InlineData("latest: '{scope}.{name}.{digest}'", "{digest}")]
    [InlineData("latest: '{scope}.{name}.{}'", "{}")]
    public void A_template_that_could_not_work_is_an_error(string line, string named)
    {
        var problem = Assert.Single(Problems($"index:\n  {line}\n"));

        Assert.Equal(ConfigurationCodes.BadTemplate, problem.Code);
        Assert.Equal(2, problem.Location?.Line);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{scope}..{name}")]
    [InlineData(".{scope}.{name}")]
    [InlineData("{scope}.{name}.")]
    [InlineData("{scope} {name}")]
    [InlineData("{scope}.{name}}")]
    [InlineData("{{scope}.{name}")]
    [InlineData("{scope}/{name}")]
    public void A_template_that_makes_no_namespace_is_an_error(string template) =>
        Assert.Equal(
            [$"{ConfigurationCodes.BadTemplate} slipway.yml:1:18"], Places($"index: {{ latest: '{template}' }}"));

    [Fact]
    public void An_unknown_backend_is_an_error_that_says_which_there_are()
    {
        var problem = ProblemAssert.Single(
            Problems("backend: elsewhere"), ConfigurationCodes.BackendUnknown, "slipway.yml:1:10");

        Assert.Contains("embedded", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder: ../elsewhere", "1:9")]
    [InlineData("folder: /abs", "1:9")]
    [InlineData("folder: a/../../b", "1:9")]
    [InlineData("run-task: ../../x", "1:11")]
    public void A_path_outside_the_root_is_an_error(string text, string place) =>
        Assert.Equal([$"{ConfigurationCodes.PathOutsideRoot} slipway.yml:{place}"], Places(text));

    [Fact]
    public void A_folder_that_is_wrong_leaves_the_images_unknown() =>
        Assert.False(Read("folder: /abs").Reading.IsWhole);

    [Theory]
    [InlineData("images: { Debian: }", "SLIP1102 slipway.yml:1:11")]
    [InlineData("images: { 'a/b': }", "SLIP1102 slipway.yml:1:11")]
    [InlineData("images: { a: { parent: Base } }", "SLIP1106 slipway.yml:1:24")]
    [InlineData("images: { a: { parent: a } }", "SLIP1107 slipway.yml:1:24")]
    [InlineData("images: { a: { secrets: ['a,b'] } }", "SLIP1109 slipway.yml:1:26")]
    [InlineData("images: { a: { secrets: [-a] } }", "SLIP1109 slipway.yml:1:26")]
    [InlineData("images: { a: { secrets: [b, b] } }", "SLIP1109 slipway.yml:1:29")]
    [InlineData("images: { a: { args: { 1A: x } } }", "SLIP1110 slipway.yml:1:24")]
    [InlineData("images: { a: { args: { A-B: x } } }", "SLIP1110 slipway.yml:1:24")]
    [InlineData("images: { a: { args: { '': x } } }", "SLIP1110 slipway.yml:1:24")]
    [InlineData("images: { a: { args: { A: \"x\\0y\" } } }", "SLIP1110 slipway.yml:1:27")]
    public void What_an_image_cannot_have_is_an_error(string text, string place) => Assert.Equal([place], Places(text));

    [Fact]
    public void A_broken_entry_says_so() =>
        Assert.Equal(
            [true, false], Read("images: { a: { max-age: x }, b: }").Reading.Images.Select(entry => entry.IsBroken));

    [Fact]
    public void All_problems_come_at_once_in_the_order_of_the_file() =>
        Assert.Equal(
            [
                "SLIP1012 slipway.yml:1:1",
                "SLIP1015 slipway.yml:2:9",
                "SLIP1016 slipway.yml:4:17",
                "SLIP1012 slipway.yml:4:20",
                "SLIP1102 slipway.yml:5:3",
                "SLIP1014 slipway.yml:6:1",
            ],
            Places("prefx: a\nscheme: x\nimages:\n  a: { max-age: 1, foo: b }\n  B: {}\nscheme: slipway\n"));

    [Fact]
    public void Bytes_that_are_not_utf8_are_an_error_with_their_line() =>
        ProblemAssert.Single(
            ReadBytes((byte[])[.. "prefix: a\nfolder: "u8, 0xe9, .. "\n"u8]).Problems,
            ConfigurationCodes.NotUtf8,
            "slipway.yml:2");

    [Fact]
    public void A_message_does_not_carry_control_characters_to_the_terminal()
    {
        var problem = Problems("\"\\e[31m\": a\n")[0];

        Assert.DoesNotContain(problem.Message, char.IsControl);
        Assert.Contains("\\u001b[31m", problem.Message, StringComparison.Ordinal);
    }
}
