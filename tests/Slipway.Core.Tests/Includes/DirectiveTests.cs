using Slipway.Core.Tests.Dockerfiles;
using static Slipway.Core.Tests.Dockerfiles.DockerfileCase;

namespace Slipway.Core.Tests.Includes;

public sealed class DirectiveTests
{
    [Fact]
    public void An_arg_line_vanishes_and_its_variable_is_replaced_after_it() =>
        Assert.Equal(
            "FROM debian:$VER\nRUN echo 12\n",
            Expand("FROM debian:$VER\n# %ARG VER\nRUN echo $VER\n", InSlipway(("VER", "12"))));

    [Theory]
    [InlineData("$VER", "12")]
    [InlineData("$VER-x", "12-x")]
    [InlineData("$VER.$VER", "12.12")]
    [InlineData("$VERSION", "$VERSION")]
    [InlineData("$VER_", "$VER_")]
    [InlineData("$VER1", "$VER1")]
    [InlineData("$VERé", "$VERé")]
    [InlineData("$VERⅧ", "$VERⅧ")]
    [InlineData("$VER²", "$VER²")]
    [InlineData("$VER\U0001d7d8", "$VER\U0001d7d8")]
    [InlineData("$VER\u0301", "12\u0301")]
    [InlineData("$VER\U0001f600", "12\U0001f600")]
    [InlineData("${VER}", "${VER}")]
    [InlineData("$$VER", "$12")]
    [InlineData("\\$VER", "\\12")]
    [InlineData("VER", "VER")]
    [InlineData("$ver", "$ver")]
    public void A_variable_is_replaced_where_a_word_ends_behind_it(string written, string expanded)
    {
        foreach (var settings in new[] { InSlipway(("VER", "12")), InTaskgraph(("VER", "12")) })
        {
            Assert.Equal($"FROM a\nRUN {expanded}\n", Expand($"# %ARG VER\nFROM a\nRUN {written}\n", settings));
        }
    }

    [Fact]
    public void Later_arguments_are_replaced_in_the_values_of_earlier_ones() =>
        Assert.Equal(
            "FROM x\nRUN end $A\n",
            Expand("# %ARG A\n# %ARG B\nFROM x\nRUN $A\n", InSlipway(("A", "$B"), ("B", "end $A"))));

    [Fact]
    public void One_name_may_begin_with_another() =>
        Assert.Equal(
            "FROM x\nRUN echo x y x-y\n",
            Expand("# %ARG A\n# %ARG AB\nFROM x\nRUN echo $A $AB $A-$AB\n", InTaskgraph(("A", "x"), ("AB", "y"))));

    [Fact]
    public void Text_after_the_directive_is_cut_as_taskgraph_cuts_it() =>
        Assert.Equal("FROM 12", Expand("# %ARG:  VER \t\nFROM $VER", InSlipway(("VER", "12"))));

    [Theory]
    [InlineData(" # %ARG VER\n")]
    [InlineData("#%ARG VER\n")]
    [InlineData("#  %ARG VER\n")]
    [InlineData("# %arg VER\n")]
    [InlineData("  # %include nope\n")]
    [InlineData("#%include nope\n")]
    public void Other_comments_are_no_directives(string comment)
    {
        var dockerfile = Read($"{comment}FROM a\n");

        Assert.Empty(dockerfile.Includes);
        Assert.Equal($"{comment}FROM a\n", System.Text.Encoding.UTF8.GetString(dockerfile.Content.Span));
    }

    [Fact]
    public void An_include_stays_as_a_comment_and_knows_its_line_on_disk()
    {
        var dockerfile = Read("# %ARG V\nFROM a\n# %include cfg/$V\n# %include  ./b c/ \n", InSlipway(("V", "12")));

        Assert.Equal(["cfg/12", "./b c/"], dockerfile.Includes.Select(include => include.Path));
        Assert.Equal(
            [$"{OnDisk}:3", $"{OnDisk}:4"], dockerfile.Includes.Select(include => include.Location.ToString()));
        Assert.All(dockerfile.Includes, include => Assert.False(include.IsRunTask));
        Assert.Equal(
            "FROM a\n# %include cfg/12\n# %include  ./b c/ \n",
            System.Text.Encoding.UTF8.GetString(dockerfile.Content.Span));
    }

    [Fact]
    public void A_line_may_become_an_include_by_its_arguments()
    {
        var dockerfile = Read("# %ARG D\nFROM a\n$D x\n", InSlipway(("D", "# %include")));

        Assert.Equal("x", Assert.Single(dockerfile.Includes).Path);
    }

    private const string RunTaskCopies =
        "COPY run-task/run-task /usr/local/bin/run-task\n"
        + "COPY run-task/fetch-content /usr/local/bin/fetch-content\n"
        + "COPY run-task/robustcheckout.py /usr/local/mercurial/robustcheckout.py\n"
        + "COPY run-task/hgrc /etc/mercurial/hgrc.d/mozilla.rc\n";

    [Fact]
    public void Run_task_adds_its_copies_behind_its_line()
    {
        const string Text = "FROM a\n# %include-run-task\nRUN x\n";
        foreach (var settings in new[] { InSlipway(), InTaskgraph() })
        {
            var dockerfile = Read(Text, settings);

            var include = Assert.Single(dockerfile.Includes);
            Assert.True(include.IsRunTask);
            Assert.Equal(string.Empty, include.Path);
            Assert.Equal($"{OnDisk}:2", include.Location.ToString());
            Assert.Equal($"FROM a\n# %include-run-task\n{RunTaskCopies}RUN x\n", Expand(Text, settings));
        }
    }

    [Fact]
    public void Run_task_on_an_unfinished_last_line_is_kept_apart_in_the_slipway_scheme_only()
    {
        const string Text = "FROM a\n# %include-run-task";

        Assert.Equal($"{Text}\n{RunTaskCopies}", Expand(Text));
        Assert.Equal($"{Text}{RunTaskCopies}", Expand(Text, InTaskgraph()));
    }

    [Fact]
    public void Run_task_follows_the_line_ends_of_the_file() =>
        Assert.Equal(
            "FROM a\r\n# %include-run-task\r\n" + RunTaskCopies.Replace("\n", "\r\n", StringComparison.Ordinal),
            Expand("FROM a\r\n# %include-run-task\r\n"));

    [Fact]
    public void Lines_behind_added_and_removed_ones_keep_their_number()
    {
        var dockerfile = Read(
            "# %ARG A\n# %ARG A\nFROM x\n# %include-run-task\nCOPY --from=y /a /b\n", InSlipway(("A", "1")));

        Assert.Equal([$"{OnDisk}:3", $"{OnDisk}:5"], dockerfile.References.Select(use => use.Location.ToString()));
    }

    [Fact]
    public void A_value_of_several_lines_does_not_shift_the_lines_behind_it()
    {
        var dockerfile = Read(
            "# %ARG A\nFROM x\n$A\nCOPY --from=z /a /b\n", InSlipway(("A", "RUN 1\nCOPY --from=y /a /b\nRUN 2")));

        Assert.Equal(
            [("x", $"{OnDisk}:2"), ("y", $"{OnDisk}:3"), ("z", $"{OnDisk}:4")],
            dockerfile.References.Select(use => (use.Resolved, use.Location.ToString())));
    }

    [Fact]
    public void The_taskgraph_scheme_makes_line_feeds_of_all_line_ends() =>
        Assert.Equal("FROM a\nRUN 1\nRUN 2\n\nRUN 3", Expand("FROM a\r\nRUN 1\rRUN 2\r\n\nRUN 3", InTaskgraph()));

    [Fact]
    public void The_slipway_scheme_keeps_the_text()
    {
        const string Text = "\ufeffFROM a\r\nRUN 1\rRUN 2\r\n\nRUN 3";

        Assert.Equal(Text, Expand(Text));
        Assert.Equal(["a"], Resolved(Text));
    }

    [Fact]
    public void A_lone_carriage_return_starts_a_directive_in_the_taskgraph_scheme_only()
    {
        Assert.Single(Read("FROM a\nRUN b\r# %include x\r", InTaskgraph()).Includes);
        Assert.Empty(Read("FROM a\nRUN b\r# %include x\r").Includes);
    }

    [Fact]
    public void A_backslash_in_a_value_is_put_in_as_it_is_in_the_slipway_scheme() =>
        Assert.Equal(@"FROM a\1\n" + "\n", Expand("# %ARG A\nFROM a$A\n", InSlipway(("A", @"\1\n"))));

    [Fact]
    public void A_backslash_in_a_value_that_is_not_used_is_no_matter() =>
        Assert.Equal("FROM a\n", Expand("# %ARG A\nFROM a\n", InTaskgraph(("A", @"\1"))));

    [Fact]
    public void The_parent_is_an_argument_of_the_slipway_scheme() =>
        Assert.Equal(
            "FROM base\n",
            Expand("# %ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n", InSlipway().WithParent("base")));

    [Fact]
    public void An_argument_of_the_parents_name_wins_over_the_parent() =>
        Assert.Equal(
            "FROM other\n",
            Expand(
                "# %ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n",
                InSlipway(("DOCKER_IMAGE_PARENT", "other")).WithParent("base")));
}
