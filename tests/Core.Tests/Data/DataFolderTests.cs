using U2Video.Core.Data;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data;

public sealed class DataFolderTests : IDisposable
{
    private readonly DataFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Pairs_by_name_across_extensions_in_ordinal_order()
    {
        Touch("images/b.jpg", "images/a.PNG", "images/10.jpeg", "masks/a.png", "masks/b.webp", "masks/10.bmp", "masks/notes.txt");

        var opened = DataFolder.Open(_data.Folder);

        Assert.Equal(["10", "a", "b"], opened.Pairs.Select(pair => pair.Name));
        Assert.Empty(opened.Bad);
    }

    [Theory]
    [InlineData("img", "mask", ".png")]
    [InlineData("CelebA-img", "CelebA-mask", ".jpg")]
    public void The_layouts_of_numbered_data_sets(string images, string masks, string extension)
    {
        Touch($"{images}/7.jpg", $"{masks}/7{extension}");

        var opened = DataFolder.Open(_data.Folder);

        Assert.Equal(
            new TrainingPair("7", _data.PathOf($"{images}/7.jpg"), _data.PathOf($"{masks}/7{extension}")), Assert.Single(opened.Pairs));
        Assert.Equal($"{images}/ and {masks}/", opened.Layout);
    }

    [Fact]
    public void Cut_outs_in_nested_folders_are_paired_by_their_folders()
    {
        Touch(
            "clip_img/1803/clip_00000000/a.jpg",
            "clip_img/1803/clip_00000001/a.jpg",
            "clip_img/1804/clip_00000000/b.jpg",
            "matting/1803/matting_00000000/a.png",
            "matting/1803/matting_00000001/a.png",
            "matting/1804/matting_00000000/b.png",
            "matting/1804/._matting_00000000/b.png");

        var opened = DataFolder.Open(_data.Folder);

        Assert.Empty(opened.Bad);
        Assert.Equal(["1803/00000000/a", "1803/00000001/a", "1804/00000000/b"], opened.Pairs.Select(pair => pair.Name));
        Assert.All(opened.Pairs, pair => Assert.True(pair.MaskIsAlpha));
        Assert.Equal(_data.PathOf("matting/1803/matting_00000001/a.png"), opened.Pairs[1].MaskPath);
    }

    [Fact]
    public void Files_without_a_partner_are_kept_as_bad_pairs()
    {
        Touch("images/a.jpg", "images/b.jpg", "masks/a.png", "masks/c.png");

        var opened = DataFolder.Open(_data.Folder);

        Assert.Equal("a", Assert.Single(opened.Pairs).Name);
        Assert.Equal(
            [
                $"{_data.PathOf("images/b.jpg")}: has no mask of the same name in masks/.",
                $"{_data.PathOf("masks/c.png")}: has no picture of the same name in images/.",
            ],
            opened.Bad.Select(bad => bad.ToString()));
    }

    [Fact]
    public void Two_pictures_of_one_name_are_a_bad_pair()
    {
        Touch("images/a.jpg", "images/a.png", "masks/a.png", "images/b.jpg", "masks/b.bmp", "masks/b.png");

        var opened = DataFolder.Open(_data.Folder);

        Assert.Empty(opened.Pairs);
        Assert.Equal(["a", "b"], opened.Bad.Select(bad => bad.Name));
        Assert.Contains("images/a.png: has the same name as a.jpg", opened.Bad[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("masks/b.png: has the same name as b.bmp", opened.Bad[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_no_layout_is_told_what_was_looked_for()
    {
        Touch("images/a.jpg");

        var message = Assert.Throws<InputException>(() => DataFolder.Open(_data.Folder)).Message;

        Assert.All(
            ["images/ and masks/", "img/ and mask/", "CelebA-img/ and CelebA-mask/", "clip_img/ and matting/"],
            layout => Assert.Contains(layout, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_of_two_layouts_is_refused()
    {
        Touch("images/a.jpg", "masks/a.png", "img/1.jpg", "mask/1.png");

        Assert.Contains("ambiguous", Assert.Throws<InputException>(() => DataFolder.Open(_data.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_empty_folders_are_named()
    {
        Touch("images/a.txt", "masks/a.txt");

        Assert.Contains("hold no pictures", Refusal(_data.Folder), StringComparison.Ordinal);
        Assert.Contains("nowhere", Refusal(_data.PathOf("nowhere")), StringComparison.Ordinal);

        static string Refusal(string folder) => Assert.Throws<InputException>(() => DataFolder.Open(folder)).Message;
    }

    [Fact]
    public void A_folder_given_twice_is_refused()
    {
        Touch("images/a.jpg", "masks/a.png");

        Assert.Contains(
            "twice",
            Assert.Throws<InputException>(() => DataFolder.OpenAll([_data.Folder, _data.PathOf("images/../")])).Message,
            StringComparison.Ordinal);
    }

    private void Touch(params string[] names) => Array.ForEach(names, name => _data.Write(name, []));
}
